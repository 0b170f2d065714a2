import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { holdRecords } from '../../database/holdRecords.ts'
import { countRowsBy, findRowsBy, newId, type ActivityRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import type { NewRow } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { handoverOf } from '../../domain/messages/messages.ts'
import { requireAccount } from '../identity/ownAccount.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { colleaguesFor, requireFit, type ColleagueChoice } from './responsible.ts'

/** The work that is bound to an account: each number of activities, and of what waits in them. */
export interface OpenWork {
  drafts: number
  /** Published, and not over yet. */
  upcoming: number
  /** Sign-ups in them that wait for a decision. */
  pending: number
}

export interface HandoverView extends OpenWork {
  /** Colleagues who may be responsible for all of it. */
  successors: ColleagueChoice[]
}

export interface HandedOver {
  drafts: number
  upcoming: number
  /** Whether the account is switched off by now. */
  isSwitchedOff: boolean
}

/** Activities that are written in one swap, and told in one mail. */
const TOGETHER = 100
/** Each try that fails is one that somebody else's write of an activity has won. */
const MAX_TRIES = 50

type OpenRow = Pick<ActivityRow, 'id' | 'unit' | 'status' | 'revision'>

/** Drafts, and what is published and not over: what was called off, or is over, stays with the name that it has. */
async function openWorkOf(req: PayloadRequest, staff: string, now: Date): Promise<OpenRow[]> {
  const fields: (keyof OpenRow)[] = ['id', 'unit', 'status', 'revision']
  return [
    ...(await findRowsBy(req, 'activities', { responsible: staff, status: 'draft' }, fields)),
    ...(await findRowsBy(
      req,
      'activities',
      { responsible: staff, status: 'published', endsAt: { above: now.toISOString() } },
      fields,
    )),
  ]
}

const unitsOf = (work: OpenRow[]): string[] => [...new Set(work.map(({ unit }) => unit))]
const draftsIn = (work: OpenRow[]): number => work.filter(({ status }) => status === 'draft').length

/**
 * The work that would be handed over, and to whom it can be: one's own, or for the department anybody's.
 *
 * @throws AppError not-logged-in, forbidden, not-found
 */
export async function getHandover(req: PayloadRequest, id: string, now: Date): Promise<HandoverView> {
  const { account } = await requireAccount(req, id)
  const work = await openWorkOf(req, id, now)
  const drafts = draftsIn(work)
  const colleagues = work.length === 0 ? [] : await colleaguesFor(req, unitsOf(work), account.unit)
  return {
    drafts,
    upcoming: work.length - drafts,
    pending:
      work.length === 0
        ? 0
        : await countRowsBy(req, 'registrations', { activity: work.map((one) => one.id), status: 'pending' }),
    successors: colleagues.filter((one) => one.id !== id),
  }
}

/**
 * Makes a colleague responsible for all drafts and all activities to come of an account; on demand the account is
 * switched off before, so that no new log-in brings anything more to it, also where nothing is left to hand over. Up to
 * `together` activities are written at once, each as it was read: an activity that somebody else changes at that moment
 * is read again, and stays with whom they chose. Done again after it died on the way, it goes on with what is left.
 *
 * @throws AppError not-logged-in, forbidden, not-found, nothing-to-hand-over, responsible-unfit, last-department,
 * rate-limited, busy (says how much has been handed over)
 */
export async function handOver(
  req: PayloadRequest,
  { account: id, successor, switchOff }: { account: string; successor: string; switchOff: boolean },
  now: Date,
  together = TOGETHER,
): Promise<HandedOver> {
  const { asker, account } = await requireAccount(req, id)
  if (switchOff && asker.role !== 'department')
    throw new AppError('forbidden', '停用账号由组织部门办理；您可以只交接，再请组织部门停用。')
  if (successor === id) {
    const sentence = '接手人就是本人，请另选一位。'
    throw new AppError('responsible-unfit', sentence, { successor: sentence })
  }
  let work = await openWorkOf(req, id, now)
  if (work.length === 0 && !switchOff) throw new AppError('nothing-to-hand-over')
  await requireFit(req, successor, unitsOf(work), 'successor')
  await claimLimit(req, [{ limit: 'handovers-by-staff', of: asker.id }], now)
  if (switchOff && account.status !== 'disabled')
    await runInTransaction(req, async () =>
      req.payload.update({
        collection: 'staff',
        id,
        data: { status: 'disabled' },
        depth: 0,
        overrideAccess: false,
        req,
        user: req.user,
      }),
    )
  const handed = { drafts: 0, upcoming: 0 }
  // A crowd signs up for one of them: fewer at once, and that one last.
  const busy = new Set<string>()
  for (let [tries, size] = [0, together]; work.length > 0; work = await openWorkOf(req, id, now)) {
    const piece = [...work].sort((one, other) => Number(busy.has(one.id)) - Number(busy.has(other.id))).slice(0, size)
    if (await movePiece(req, piece, { from: id, to: successor }, now)) {
      handed.drafts += draftsIn(piece)
      handed.upcoming += piece.length - draftsIn(piece)
      continue
    }
    if ((tries += 1) === MAX_TRIES) throw new AppError('busy', busyAfter(handed, switchOff))
    for (const one of piece) busy.add(one.id)
    size = Math.ceil(size / 2)
    await sleep(Math.random() * 100)
  }
  // Another handing over was faster with all of it.
  if (handed.drafts + handed.upcoming === 0 && !switchOff) throw new AppError('nothing-to-hand-over')
  return { ...handed, isSwitchedOff: switchOff || account.status === 'disabled' }
}

const busyAfter = ({ drafts, upcoming }: { drafts: number; upcoming: number }, isSwitchedOff: boolean): string =>
  `有活动正被频繁修改：${isSwitchedOff ? '账号已停用，' : ''}已交接 ${drafts + upcoming} 场，其余没有交接，请稍后再交接一次。`

/** With a line of the trail each, one on the account, and the mail to the successor, all or nothing. */
async function movePiece(
  req: PayloadRequest,
  piece: OpenRow[],
  { from, to }: { from: string; to: string },
  now: Date,
): Promise<boolean> {
  const at = now.toISOString()
  const reason = '工作交接'
  const changes = piece.map(({ id, revision }) => ({
    collection: 'activities' as const,
    id,
    revision,
    set: { responsible: to, updatedAt: at },
  }))
  const drafts = draftsIn(piece)
  const ofAccount = { successor: to, drafts, upcoming: piece.length - drafts }
  const lines = [
    ...piece.map(({ id }) => {
      const details = { fields: ['responsible'], changes: { responsible: { before: from, after: to } } }
      return auditLine(req, { action: 'changed', subjectCollection: 'activities', subject: id, reason, details }, now)
    }),
    auditLine(req, { action: 'changed', subjectCollection: 'staff', subject: from, reason, details: ofAccount }, now),
  ]
  const id = newId(req.payload)
  return runInTransaction(req, async () => {
    // Nothing refers to an account that is deleted at this moment, or goes to one that is switched off.
    if (!(await holdRecords(req, 'staff', [to]))) return false
    const { unit } = await requireFit(req, to, unitsOf(piece), 'successor')
    const mail: NewRow<'messages'> = {
      collection: 'messages',
      id,
      insert: {
        ...handoverOf(id, { from, activities: piece.map((one) => one.id) }),
        staff: to,
        unit,
        state: 'waiting',
        dueAt: at,
        attempts: 0,
        doubts: 0,
        createdAt: at,
        updatedAt: at,
      },
    }
    return swap(req, changes, [...lines, mail])
  })
}
