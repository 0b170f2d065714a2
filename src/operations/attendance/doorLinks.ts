import { createLocalReq, type PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow } from '../../database/rows.ts'
import { isDuplicate } from '../../database/swap.ts'
import { updateIf } from '../../database/updateIf.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import {
  closesAt,
  MAX_DOOR_LINKS,
  mayHelpAtDoor,
  type DoorLinkState,
  type DoorLinkView,
} from '../../domain/attendance/doorLinks.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { qrPng } from '../../email/qrPng.ts'
import type { Staff } from '../../payload-types.ts'
import { staffOnRecords } from '../identity/namesOnRecords.ts'
import { hashOf, newSecret } from '../identity/oneTimeLinks.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { requireCheckInActivity } from './getCheckInList.ts'

/** As it is stored. */
export interface DoorLinkRow {
  id: string
  activity: string
  label: string
  madeBy: string
  slot: string
  tokenHash: string
  sessionHash?: string | null
  openedAt?: string | null
  usedAt?: string | null
  revokedAt?: string | null
  createdAt: string
}

export interface MadeDoorLink extends DoorLinkView {
  /** Told this once; the secret stands behind a `#`, so that no server, proxy or log sees it. */
  address: string
  /** A QR code of it, as a data URL. */
  picture: string
}

/**
 * A link by which somebody without an account helps at the door of one activity.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope, and drafts), activity-cancelled,
 * activity-ended, door-links-full, rate-limited
 */
export async function makeDoorLink(
  req: PayloadRequest,
  { activityId, label }: { activityId: string; label: string },
  now: Date,
): Promise<MadeDoorLink> {
  const staff = requireStaff(req)
  const activity = await requireCheckInActivity(req, activityId, now)
  if (!mayHelpAtDoor(activity, now)) throw new AppError('activity-ended', '活动已结束，不能再开通门口协助。')
  await claimLimit(req, [{ limit: 'door-links-by-staff', of: staff.id }], now)
  const secret = newSecret()
  const link = { activity: activityId, label, madeBy: staff.id, tokenHash: hashOf(secret) }
  let row = await storeLink(req, link, now)
  if (!row) {
    await freePlaces(req, activity, now)
    row = await storeLink(req, link, now)
  }
  if (!row) throw new AppError('door-links-full')
  await writeAudit(req, {
    action: 'created',
    subjectCollection: 'activities',
    subject: activityId,
    reason: `开通门口协助：${label}`,
  })
  const address = `${req.payload.config.serverURL}/staff/door#${secret}`
  const picture = `data:image/png;base64,${qrPng(address).toString('base64')}`
  return { ...viewOf(row, { name: staff.name, hasRight: true }, activity, now), address, picture }
}

type NewLink = Pick<DoorLinkRow, 'activity' | 'label' | 'madeBy' | 'tokenHash'>

/**
 * In the first free place of the activity; one that somebody else took at this moment is not free.
 *
 * @returns null where none is free
 */
async function storeLink(req: PayloadRequest, link: NewLink, now: Date): Promise<DoorLinkRow | null> {
  for (let number = 1; number <= MAX_DOOR_LINKS; number += 1) {
    const at = now.toISOString()
    const data = { ...link, slot: `${link.activity}:${number}`, createdAt: at, updatedAt: at }
    try {
      const { id } = await req.payload.db.create({ collection: 'door-links', data, req })
      return { ...data, id: String(id) }
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
  }
  return null
}

/** Of an activity of weeks: links whose time is over leave their places to others. */
async function freePlaces(req: PayloadRequest, activity: { id: string } & Activity, now: Date): Promise<void> {
  for (const { id, slot, createdAt } of await linksOf(req, activity.id)) {
    if (!slot.startsWith(`${activity.id}:`) || now.getTime() < closesAt(activity, createdAt)) continue
    await updateIf(
      req,
      'door-links',
      { and: [{ id: { equals: id } }, { slot: { equals: slot } }] },
      { slot: `${id}:over` },
    )
  }
}

async function linksOf(req: PayloadRequest, activityId: string): Promise<DoorLinkRow[]> {
  const { docs } = await req.payload.db.find<DoorLinkRow>({
    collection: 'door-links',
    where: { activity: { equals: activityId } },
    sort: '-createdAt',
    pagination: false,
    limit: 0,
    req,
  })
  return docs
}

/**
 * Those of an activity, the newest first: until they are forgotten, also what is over.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listDoorLinks(req: PayloadRequest, activityId: string, now: Date): Promise<DoorLinkView[]> {
  const activity = await requireOwnActivity(req, activityId)
  const links = await linksOf(req, activityId)
  const makers = await makersOf(req, links, activity.unit)
  return links.map((link) => viewOf(link, makers.get(link.madeBy), activity, now))
}

/**
 * Ends a link at once: the next request by it is refused. A second time changes nothing.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function revokeDoorLink(req: PayloadRequest, id: string, now: Date): Promise<DoorLinkView> {
  requireStaff(req)
  const link = await findDoorLink(req, { id })
  if (!link) throw new AppError('not-found')
  const activity = await requireOwnActivity(req, link.activity)
  const isEnded = await endDoorLink(req, link, now)
  if (isEnded)
    await writeAudit(req, {
      action: 'revoked',
      subjectCollection: 'activities',
      subject: link.activity,
      reason: `收回门口协助：${link.label}`,
    })
  // Somebody else may have ended it at this very moment.
  const ended = (await findDoorLink(req, { id })) ?? link
  return viewOf(ended, (await makersOf(req, [ended], activity.unit)).get(ended.madeBy), activity, now)
}

/**
 * @param byHelper whose session ends with it
 * @returns false where somebody else has ended it
 */
export async function endDoorLink(
  req: PayloadRequest,
  { id, slot }: DoorLinkRow,
  now: Date,
  byHelper = false,
): Promise<boolean> {
  if (slot === id) return false
  const data = { revokedAt: now.toISOString(), slot: id, ...(byHelper && { sessionHash: null }) }
  return (
    (await updateIf(req, 'door-links', { and: [{ id: { equals: id } }, { slot: { equals: slot } }] }, data)) !== null
  )
}

/** Whether its helper ended it; else, where it is ended, a member of staff did. */
export const isLeft = ({ revokedAt, usedAt, sessionHash }: DoorLinkRow): boolean =>
  Boolean(revokedAt && usedAt && !sessionHash)

/** A request in the name of the staff member who made a link, under their rights as they are; told as the helper's. */
export async function requestOfMaker(
  req: PayloadRequest,
  { madeBy, label }: Pick<DoorLinkRow, 'madeBy' | 'label'>,
): Promise<PayloadRequest> {
  const maker = await req.payload.db.findOne<Staff>({
    collection: 'staff',
    where: { id: { equals: madeBy } },
    req,
  })
  const user = maker && { user: { ...maker, collection: 'staff' as const } }
  return createLocalReq({ context: { helper: { label } }, ...user }, req.payload)
}

/** Whether the maker of a link has the right to what it is for. */
export const hasRightTo = async (unit: string, asMaker: PayloadRequest): Promise<boolean> =>
  staffUser(asMaker) !== null && (await isUnitInScope(asMaker, unit))

interface Maker {
  name: string
  hasRight: boolean
}

async function makersOf(req: PayloadRequest, links: DoorLinkRow[], unit: string): Promise<Map<string, Maker>> {
  const firsts = new Map(links.map((link) => [link.madeBy, link]))
  const names = await staffOnRecords(req, [...firsts.keys()])
  const makers = new Map<string, Maker>()
  for (const [id, link] of firsts)
    makers.set(id, { name: names.get(id) ?? '', hasRight: await hasRightTo(unit, await requestOfMaker(req, link)) })
  return makers
}

export async function findDoorLink(
  req: PayloadRequest,
  by: Partial<Pick<DoorLinkRow, 'id' | 'tokenHash' | 'sessionHash'>>,
): Promise<DoorLinkRow | null> {
  return req.payload.db.findOne<DoorLinkRow>({
    collection: 'door-links',
    where: { and: Object.entries(by).map(([name, value]) => ({ [name]: { equals: value } })) },
    req,
  })
}

/** In whatever state: a link of what was called off can be looked at, and revoked. */
async function requireOwnActivity(req: PayloadRequest, id: string) {
  requireStaff(req)
  const activity = await findRow(req, 'activities', id)
  if (!activity || !(await isUnitInScope(req, activity.unit))) throw new AppError('not-found')
  return activity
}

type Activity = Parameters<typeof mayHelpAtDoor>[0]

function viewOf(link: DoorLinkRow, maker: Maker | undefined, activity: Activity, now: Date): DoorLinkView {
  const { id, label, createdAt, usedAt } = link
  return {
    id,
    label,
    madeBy: maker?.name ?? '',
    madeAt: createdAt,
    until: new Date(closesAt(activity, createdAt)).toISOString(),
    state: stateOf(link, maker?.hasRight ?? false, activity, now),
    usedAt: usedAt ?? null,
  }
}

function stateOf(link: DoorLinkRow, hasRight: boolean, activity: Activity, now: Date): DoorLinkState {
  if (link.revokedAt) return isLeft(link) ? 'left' : 'revoked'
  if (now.getTime() >= closesAt(activity, link.createdAt)) return 'over'
  if (!hasRight || !allows('walkIn', activity, now)) return 'paused'
  return link.sessionHash ? 'open' : 'unopened'
}
