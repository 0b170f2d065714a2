import type { PayloadRequest } from 'payload'
import { relieved } from '../../domain/appointments/appointments.ts'
import type { AppointmentRequest, HandoverRequest } from '../../domain/appointments/requests.ts'
import { factsOf, HOLDING_KINDS, POSTS, postsOf, type Standing } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { UNIT_KINDS } from '../../domain/units/vocabulary.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { addAppointment } from './addAppointment.ts'
import { findAppointment } from './findAppointment.ts'
import { requireAppointer } from './requireAppointer.ts'

/**
 * Staff fill a post of a unit of their subtree with somebody whose record they may open, or with an organisation.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input, post-held, already-appointed, person-merged,
 * person-erased, busy
 */
export async function appoint(
  req: PayloadRequest,
  { unit: unitId, post, ...request }: AppointmentRequest & { unit: string },
  now: Date,
): Promise<{ id: string; standing: Standing }> {
  const { staff, unit } = await requireAppointer(req, unitId)
  if (!postsOf(unit.kind).includes(post))
    throw new AppError('invalid-input', `“${UNIT_KINDS[unit.kind]}”没有“${POSTS[post]}”这个岗位，请另选。`, {
      post: '所选单位没有这个岗位',
    })
  const term = termOf(request, now)
  const holder = await holderOf(req, request)
  return addAppointment(req, { post, unit: unitId, ...holder, ...term, awaiting: false, by: staff.id }, now)
}

/**
 * One ends and the next begins, in one write: the day before is the last of the one who goes. Powers and matters follow
 * the day.
 *
 * @throws AppError as `appoint`; appointment-ended
 */
export async function handOverPost(
  req: PayloadRequest,
  { id, ...request }: HandoverRequest & { id: string },
  now: Date,
): Promise<{ id: string; standing: Standing }> {
  requireStaff(req)
  const before = await findAppointment(req, id)
  const { staff } = await requireAppointer(req, before.unit)
  if (before.standing === 'ended') throw new AppError('appointment-ended')
  const term = termOf(request, now)
  const holder = await holderOf(req, request)
  if ((holder.person !== null) !== (factsOf(before.post).holder === 'person'))
    throw new AppError('invalid-input', undefined, { person: '这个岗位由人担任还是由组织担任，请核对' })
  if (before.awaiting) throw new AppError('invalid-input', '这份报到还没有确认，请先确认。')
  // A field that was never set is no field on MongoDB, and null on SQLite.
  if ((holder.person ?? holder.organisation) === (before.person ?? before.organisation))
    throw new AppError('already-appointed')
  if (term.from <= before.from) throw new AppError('invalid-input', undefined, { from: '接任日期应晚于前任的开始日期' })
  return addAppointment(
    req,
    { post: before.post, unit: before.unit, ...holder, ...term, awaiting: false, by: staff.id },
    now,
    {
      id,
      end: (row) => relieved(row, term.from, dayOf(now)),
    },
  )
}

/** @throws AppError invalid-input for a term that has no day left */
function termOf(
  { from, to, source }: Pick<HandoverRequest, 'from' | 'to' | 'source'>,
  now: Date,
): { from: string; to: string | null; source: string | null } {
  const today = dayOf(now)
  const begins = from ?? today
  if (to !== undefined && to < begins)
    throw new AppError('invalid-input', undefined, { to: '结束日期不能早于开始日期' })
  if (to !== undefined && to < today) throw new AppError('invalid-input', undefined, { to: '结束日期不能早于今天' })
  return { from: begins, to: to ?? null, source: source || null }
}

/** @throws AppError not-found for people whose record the asker may not open, and for units that are no organisation */
async function holderOf(
  req: PayloadRequest,
  { person, organisation }: Pick<HandoverRequest, 'person' | 'organisation'>,
): Promise<{ person: string | null; organisation: string | null }> {
  const own = { limit: 1, depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  if (person !== undefined) {
    // Not by id: a choice in a list is no look at the record, which the trail would note.
    const { docs } = await req.payload.find({
      collection: 'people',
      where: { id: { equals: person } },
      select: { unit: true },
      ...own,
    })
    if (docs.length === 0) throw new AppError('not-found', '没有找到此人，或此人不在您的管理范围内，请另选。')
    return { person, organisation: null }
  }
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { and: [{ id: { equals: organisation } }, { kind: { in: HOLDING_KINDS } }] },
    select: { kind: true },
    ...own,
  })
  if (docs.length === 0) throw new AppError('not-found', '没有找到这个组织，请选择驻地单位、企业、社会组织或党支部。')
  return { person: null, organisation: organisation ?? null }
}
