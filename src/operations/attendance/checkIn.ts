import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, type RegistrationRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import type { CheckInOutcome, CheckInResult, Standing } from '../../domain/attendance/checkInViews.ts'
import { earliestCheckIn } from '../../domain/activities/doorTimes.ts'
import type { CheckInItem } from '../../domain/attendance/requests.ts'
import type { Staff } from '../../payload-types.ts'
import { readTicket } from '../../privacy/cipher.ts'
import { recorderInWords, staffOnRecords } from '../identity/namesOnRecords.ts'
import type { SeatDraft } from '../seats/SeatDraft.ts'
import { writeSeatsInTurn } from '../seats/writeSeats.ts'
import { piecesOf } from '../shared/piecesOf.ts'
import { marked } from './recordAttendance.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { auditLine } from '../shared/writeAudit.ts'

/** A device's clock may run ahead this far, and a scan may wait this long for a network. */
const MAX_AHEAD_MS = 5 * 60_000
const MAX_AGE_MS = 30 * 86_400_000
/** Whether a device may have noted this time: hardly ahead of the server's, and not long ago. */
export const isRecordable = (at: Date, now: Date): boolean =>
  at.getTime() <= now.getTime() + MAX_AHEAD_MS && at.getTime() >= now.getTime() - MAX_AGE_MS

/** Marks that are written in one swap, at most: no longer than others may be kept waiting. */
export const WRITTEN_AT_ONCE = 100

/**
 * Records attendance for up to 500 people; a batch may be sent again and changes nothing then. Everybody who came is
 * recorded: in the seat that is held or kept for them, or without one (waitlisted, cancelled) as a walk-in, which holds
 * none. A mark that stood already is told, so that two devices can say who was first.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function checkIn(req: PayloadRequest, items: CheckInItem[], now: Date): Promise<CheckInResult[]> {
  const staff = requireStaff(req)
  const results: CheckInResult[] = []
  for (const activityId of new Set(items.map((item) => item.activity))) {
    const own = items.filter((item) => item.activity === activityId)
    const activity = await findRow(req, 'activities', activityId)
    if (!activity || !(await isUnitInScope(req, activity.unit)))
      results.push(
        ...own.map(({ clientId }) => ({ clientId, outcome: activity ? 'out-of-scope' : 'unknown' }) as const),
      )
    else
      for (const piece of piecesOf(own, WRITTEN_AT_ONCE))
        results.push(...(await checkInPiece(req, staff, activityId, piece, now)))
  }
  return items.flatMap(({ clientId }) => results.find((result) => result.clientId === clientId) ?? [])
}

/** The marks, with the line in the audit trail that tells of them, in one swap. */
async function checkInPiece(
  req: PayloadRequest,
  staff: Staff,
  activityId: string,
  items: CheckInItem[],
  now: Date,
): Promise<CheckInResult[]> {
  const { result: recorded } = await writeSeatsInTurn(req, activityId, now, async (draft) => {
    await draft.load(items.flatMap((item) => registrationIn(item) ?? []))
    const done: Recorded[] = []
    for (const item of items) done.push({ item, ...(await recordOne(req, staff, draft, item, now)) })
    const count = done.filter(({ outcome }) => outcome === 'recorded').length
    if (count > 0)
      draft.addLine(
        auditLine(
          req,
          { action: 'checkedIn', subjectCollection: 'activities', subject: activityId, details: { recorded: count } },
          now,
        ),
      )
    return done
  })
  const standing = recorded.flatMap(({ outcome, registration }) =>
    outcome === 'duplicate' && registration?.recordedBy ? [registration.recordedBy] : [],
  )
  const names = await staffOnRecords(req, [...new Set(standing)])
  return recorded.map(({ item, outcome, registration }) => ({
    clientId: item.clientId,
    outcome,
    ...(registration && { registration: registration.id }),
    ...(registration && outcome === 'duplicate' && { standing: standingOf(registration, names) }),
  }))
}

interface Recorded {
  item: CheckInItem
  outcome: CheckInOutcome
  registration?: RegistrationRow
}

/** The sign-up that a scan or a tick is of; null for a ticket that is none of ours. */
export const registrationIn = ({ registration, ticket }: Pick<CheckInItem, 'registration' | 'ticket'>): string | null =>
  registration ?? (ticket === undefined ? null : readTicket(ticket))

function standingOf(
  { attendance, checkedInAt, method, recordedBy, recordedThrough }: RegistrationRow,
  names: Map<string, string>,
): Standing {
  const by = recorderInWords(names.get(recordedBy ?? '') ?? '', recordedThrough) || null
  return { attendance, at: checkedInAt, method, by }
}

async function recordOne(
  req: PayloadRequest,
  staff: Staff,
  draft: SeatDraft,
  item: CheckInItem,
  now: Date,
): Promise<Omit<Recorded, 'item'>> {
  const { activity } = draft
  const at = new Date(item.at)
  if (!isRecordable(at, now)) return { outcome: 'invalid-time' }
  // Taking a mark back is always meant.
  if (item.attendance !== 'unknown' && !allows('record', activity, now)) return { outcome: 'not-open' }
  if (at.getTime() < earliestCheckIn(activity)) return { outcome: 'too-early' }
  const id = registrationIn(item)
  const found = id === null ? null : await draft.find(id)
  if (!found) return { outcome: 'unknown' }
  if (found.activity !== activity.id) return { outcome: 'wrong-activity' }
  const mark = {
    attendance: item.attendance ?? ('present' as const),
    at,
    method: item.method,
    recordedBy: staff.id,
    came: item.came,
  }
  const isChanged = draft.change(req, found, marked(req, mark)(found, activity), now)
  return { outcome: isChanged ? 'recorded' : 'duplicate', registration: draft.row(found.id) }
}
