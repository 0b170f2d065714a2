import type { PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { findRow, type ActivityRow } from '../../database/rows.ts'
import { updateIf } from '../../database/updateIf.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { earliestCheckIn } from '../../domain/activities/doorTimes.ts'
import type { CheckInResult, DoorOutcome } from '../../domain/attendance/checkInViews.ts'
import {
  closesAt,
  doorPhase,
  mayMove,
  type DoorPhase,
  type HelperList,
  type HelperView,
} from '../../domain/attendance/doorLinks.ts'
import type { HelperScan } from '../../domain/attendance/requests.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { formatTime } from '../../domain/shared/dates.ts'
import { hashOf, newSecret } from '../identity/oneTimeLinks.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { checkIn } from './checkIn.ts'
import { endDoorLink, findDoorLink, hasRightTo, isLeft, requestOfMaker, type DoorLinkRow } from './doorLinks.ts'
import { getCheckInList } from './getCheckInList.ts'

/**
 * Helping at the door by a link (decision 030). All is done in the name of the staff member who made the link, under
 * that one's rights as they are now, and told as the helper's; so these calls, and no other, know what a link is.
 */
interface Door {
  link: DoorLinkRow
  activity: ActivityRow
  phase: DoorPhase
  /** In the maker's name. */
  req: PayloadRequest
}

/** The last use is noted no more often than this. */
const NOTED_EVERY_MS = 60_000

/**
 * Lets in the browser that opened a link. It is the only one from ten minutes after the list was first shown on it;
 * before, another may take its place. The same browser may open it as often as it likes.
 *
 * @param session the secret that this browser has already, if any
 * @returns a new secret for the browser; null where it goes on with the one that it has
 * @throws AppError link-invalid, door-link-taken, door-closed, door-paused, rate-limited
 */
export async function openDoor(
  req: PayloadRequest,
  { token, session }: { token: string; session: string | null },
  now: Date,
): Promise<{ helper: HelperView; session: string | null }> {
  const giveBack = await claimLimit(req, [{ limit: 'door-openings-from-network', of: networkOfClient(req) }], now)
  const link = await findDoorLink(req, { tokenHash: hashOf(token) })
  if (!link) throw new AppError('link-invalid')
  await giveBack()
  const door = await doorOf(req, link, now)
  if (door.phase === 'late') throw over()
  if (session !== null && link.sessionHash === hashOf(session)) return { helper: viewFor(door), session: null }
  if (!mayMove(link.openedAt ?? null, now)) throw new AppError('door-link-taken')
  const secret = newSecret()
  const data = { sessionHash: hashOf(secret), usedAt: now.toISOString() }
  // Revoked at this very moment.
  const isOpened = await updateIf(
    req,
    'door-links',
    { and: [{ id: { equals: link.id } }, { slot: { equals: link.slot } }] },
    data,
  )
  if (!isOpened) throw ended(link)
  await note(door.req, 'changed', link, link.sessionHash ? '门口协助换了一部手机或浏览器' : '打开门口协助')
  return { helper: viewFor(door), session: secret }
}

/**
 * The list, as staff at the door see it.
 *
 * @throws AppError not-logged-in, door-closed, door-paused, door-not-open, rate-limited
 */
export async function getHelpersList(req: PayloadRequest, session: string | null, now: Date): Promise<HelperList> {
  const door = await requireDoor(req, session, now)
  const { link, activity, phase, req: own } = door
  if (phase === 'late') throw over()
  await claimUse(req, door, now)
  return { ...(await getCheckInList(own, activity.id, now)), until: untilOf(activity, link) }
}

/**
 * Records who came. A scan from before the link's time was over is taken for twelve hours after it, as phones without a
 * network send it late; one from after it is not.
 *
 * @throws AppError not-logged-in (also for what was noted by another link), door-closed, door-paused, door-not-open,
 * rate-limited
 */
export async function checkInAsHelper(
  req: PayloadRequest,
  session: string | null,
  { by, items }: { by: string; items: HelperScan[] },
  now: Date,
): Promise<CheckInResult<DoorOutcome>[]> {
  const door = await requireDoor(req, session, now)
  const { link, activity, req: own } = door
  if (by !== link.id)
    throw new AppError('not-logged-in', '这些记录是用另一个协助链接登记的，没有接收；请把它们告诉组织者。')
  await claimUse(req, door, now)
  const end = closesAt(activity, link.createdAt)
  const inTime = items.filter(({ at }) => Date.parse(at) <= end)
  const recorded = await checkIn(
    own,
    inTime.map((item) => ({ ...item, activity: activity.id })),
    now,
  )
  const results = new Map(inTime.map((item, index) => [item, recorded[index]]))
  return items.map((item) => results.get(item) ?? { clientId: item.clientId, outcome: 'door-closed' })
}

/** The helper is done: nobody opens the door by this link any more. Safe to repeat. */
export async function leaveDoor(req: PayloadRequest, session: string | null, now: Date): Promise<void> {
  const link = session === null ? null : await findDoorLink(req, { sessionHash: hashOf(session) })
  if (link && (await endDoorLink(req, link, now, true)))
    await note(await requestOfMaker(req, link), 'revoked', link, '协助者结束门口协助')
}

/** In the audit trail of the activity. */
const note = (own: PayloadRequest, action: 'changed' | 'revoked', { activity, label }: DoorLinkRow, did: string) =>
  writeAudit(own, { action, subjectCollection: 'activities', subject: activity, reason: `${did}：${label}` })

/** @throws AppError not-logged-in, door-closed, door-paused, door-not-open */
async function requireDoor(req: PayloadRequest, session: string | null, now: Date): Promise<Door> {
  const link = session === null ? null : await findDoorLink(req, { sessionHash: hashOf(session) })
  if (!link)
    throw new AppError('not-logged-in', '这部手机上没有打开的协助链接，或链接已换到另一部手机；请组织者重新开通。')
  const door = await doorOf(req, link, now)
  if (door.phase === 'early')
    throw new AppError(
      'door-not-open',
      `门口签到 ${formatTime(new Date(earliestCheckIn(door.activity)).toISOString(), now.toISOString())} 起开放，请到时再打开。`,
    )
  return door
}

/** A call that is allowed: counted, and noted as the link's last use. */
async function claimUse(req: PayloadRequest, { link, phase }: Door, now: Date): Promise<void> {
  await claimLimit(req, [{ limit: 'door-calls-by-link', of: link.id }], now)
  const at = now.toISOString()
  const isFirst = phase === 'open' && !link.openedAt
  if (isFirst || !link.usedAt || now.getTime() - Date.parse(link.usedAt) > NOTED_EVERY_MS)
    await updateIf(req, 'door-links', { id: { equals: link.id } }, { usedAt: at, ...(isFirst && { openedAt: at }) })
}

/** @throws AppError door-closed, where it is for good, and door-paused, where it may change; each says why */
async function doorOf(req: PayloadRequest, link: DoorLinkRow, now: Date): Promise<Door> {
  if (link.revokedAt) throw ended(link)
  const activity = await findRow(req, 'activities', link.activity)
  if (!activity) throw over()
  const phase = doorPhase(activity, link.createdAt, now)
  if (phase === 'over') throw over()
  const own = await requestOfMaker(req, link)
  if (!(await hasRightTo(activity.unit, own)))
    throw new AppError('door-paused', '开通这个链接的工作人员现在不能管理这场活动，协助暂停；请联系组织者。')
  if (!allows('walkIn', activity, now))
    throw new AppError(
      'door-paused',
      `活动${activity.status === 'draft' ? '还没有发布' : '已取消'}，协助暂停；如照常举办，请联系组织者。`,
    )
  return { link, activity, phase, req: own }
}

const ended = (link: DoorLinkRow): AppError =>
  new AppError(
    'door-closed',
    isLeft(link)
      ? '这个链接的协助已结束；如还需要协助，请组织者重新开通。'
      : '协助链接已收回；如还需要协助，请组织者重新开通。',
  )
const over = (): AppError => new AppError('door-closed', '协助时间已过，链接已失效。谢谢您的帮助！')

const untilOf = (activity: ActivityRow, { createdAt }: DoorLinkRow): string =>
  new Date(closesAt(activity, createdAt)).toISOString()

function viewFor({ link, activity, req }: Door): HelperView {
  const { id, title, place, startsAt, endsAt } = activity
  return {
    id: link.id,
    label: link.label,
    madeBy: staffUser(req)?.name ?? '',
    activity: { id, title, place, startsAt, endsAt },
    until: untilOf(activity, link),
  }
}
