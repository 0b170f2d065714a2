import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, type ActivityRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { latestCheckOut, servedFrom } from '../../domain/attendance/hours.ts'
import type { CheckOutItem } from '../../domain/attendance/requests.ts'
import type { Staff } from '../../payload-types.ts'
import type { SeatDraft } from '../seats/SeatDraft.ts'
import { writeSeatsInTurn } from '../seats/writeSeats.ts'
import { piecesOf } from '../shared/piecesOf.ts'
import { isRecordable, registrationIn, WRITTEN_AT_ONCE } from './checkIn.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { auditLine } from '../shared/writeAudit.ts'

export type CheckOutOutcome =
  | 'recorded'
  | 'duplicate'
  | 'unknown'
  | 'out-of-scope'
  | 'wrong-activity'
  | 'invalid-time'
  | 'not-service'
  | 'not-present'
  | 'before-check-in'
  | 'too-late'
  | 'not-open'

export interface CheckOutResult {
  clientId: string
  outcome: CheckOutOutcome
}

/**
 * Records when up to 500 volunteers left; their service time follows (src/domain/attendance/hours.ts). Scans may come
 * in any order and more than once: the earliest stands. Only service is timed, so no time of leaving is kept of who
 * merely took part.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function checkOut(req: PayloadRequest, items: CheckOutItem[], now: Date): Promise<CheckOutResult[]> {
  const staff = requireStaff(req)
  const outcomes = new Map<CheckOutItem, CheckOutOutcome>()
  for (const activityId of new Set(items.map(({ activity }) => activity))) {
    const own = items.filter(({ activity }) => activity === activityId)
    const activity = await findRow(req, 'activities', activityId)
    const isInScope = activity !== null && (await isUnitInScope(req, activity.unit))
    for (const item of own) outcomes.set(item, refusalOf(activity, isInScope, item, now))
    const open = own.filter((item) => outcomes.get(item) === 'recorded')
    for (const piece of piecesOf(open, WRITTEN_AT_ONCE)) {
      const written = await checkOutPiece(req, staff, activityId, piece, now)
      piece.forEach((item, index) => outcomes.set(item, written[index] ?? 'unknown'))
    }
  }
  return items.map((item) => ({ clientId: item.clientId, outcome: outcomes.get(item) ?? 'unknown' }))
}

/** Why nothing is looked up for it; `recorded` when nothing speaks against it so far. */
function refusalOf(activity: ActivityRow | null, isInScope: boolean, item: CheckOutItem, now: Date): CheckOutOutcome {
  const at = new Date(item.at)
  if (!isRecordable(at, now)) return 'invalid-time'
  if (!activity) return 'unknown'
  if (!isInScope) return 'out-of-scope'
  if (!allows('record', activity, now)) return 'not-open'
  if (activity.ledger !== 'service') return 'not-service'
  return at.getTime() > latestCheckOut(activity) ? 'too-late' : 'recorded'
}

/** The times, with the line in the audit trail that tells of them, in one swap. */
async function checkOutPiece(
  req: PayloadRequest,
  staff: Staff,
  activityId: string,
  items: CheckOutItem[],
  now: Date,
): Promise<CheckOutOutcome[]> {
  const { result } = await writeSeatsInTurn(req, activityId, now, async (draft) => {
    await draft.load(items.flatMap((item) => registrationIn(item) ?? []))
    const outcomes: CheckOutOutcome[] = []
    for (const item of items) outcomes.push(await checkOutOne(req, staff, draft, item, now))
    const recorded = outcomes.filter((outcome) => outcome === 'recorded').length
    if (recorded > 0)
      draft.addLine(
        auditLine(
          req,
          { action: 'checkedOut', subjectCollection: 'activities', subject: activityId, details: { recorded } },
          now,
        ),
      )
    return outcomes
  })
  return result
}

async function checkOutOne(
  req: PayloadRequest,
  staff: Staff,
  draft: SeatDraft,
  item: CheckOutItem,
  now: Date,
): Promise<CheckOutOutcome> {
  // The activity may have been changed since it was looked at first.
  const refusal = refusalOf(draft.activity, true, item, now)
  if (refusal !== 'recorded') return refusal
  const id = registrationIn(item)
  const found = id === null ? null : await draft.find(id)
  if (!found) return 'unknown'
  if (found.activity !== draft.activity.id) return 'wrong-activity'
  if (found.attendance !== 'present') return 'not-present'
  const at = new Date(item.at)
  if (at.getTime() <= servedFrom(found, draft.activity)) return 'before-check-in'
  if (found.checkedOutAt && at.getTime() >= Date.parse(found.checkedOutAt)) return 'duplicate'
  draft.change(req, found, { checkedOutAt: at.toISOString(), recordedBy: staff.id }, now)
  return 'recorded'
}
