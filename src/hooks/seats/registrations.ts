import type { CollectionBeforeChangeHook, CollectionBeforeValidateHook, FieldHook, PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { staffUser } from '../../access/staffUser.ts'
import { refusalOf, stateAt, type Deed, type StateFacts } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { ONLY_SERVICE_IS_TIMED } from '../../domain/attendance/hours.ts'
import { knownBy, shownOf, type Known } from '../../domain/attendance/walkIns.ts'
import { collectionsOf } from '../../database/references.ts'
import { loadRow } from '../../database/loadRow.ts'
import { findRow } from '../../database/rows.ts'
import { knownOf } from '../../operations/identity/acquaintances.ts'
import { asApiError } from '../shared/asApiError.ts'
import { isPersonInScope } from '../shared/requirePersonInScope.ts'

/**
 * A registration belongs to the unit of its activity. Staff may add one to activities of their own subtree only, and of
 * people whose record they may open: a sign-up shows name and phone.
 */
export const fillRegistration: CollectionBeforeValidateHook = async ({ data, operation, req }) => {
  if (operation !== 'create' || typeof data?.activity !== 'string') return data
  const activity = await findRow(req, 'activities', data.activity)
  if (!activity) throw asApiError(new AppError('not-found', '没有找到这场活动，请重新选择。'))
  if (staffUser(req) && !(await isUnitInScope(req, activity.unit))) {
    throw asApiError(new AppError('forbidden', '这场活动不在您的管理范围内。'))
  }
  if (staffUser(req) && req.context.useCase !== 'addWalkIn' && !(await isPersonInScope(req, data.person))) {
    throw asApiError(new AppError('forbidden', '此人不在您的管理范围内；如已到场，请用“现场登记”。'))
  }
  // A person who came to the door is recorded by a call of its own, which has asked already.
  if (staffUser(req) && req.context.useCase !== 'addWalkIn') {
    refuseUnlessAllowed('signUpByHand', activity)
    if ((data.attendance ?? 'unknown') !== 'unknown') refuseUnlessAllowed('record', activity)
  }
  return { ...data, unit: activity.unit }
}

function refuseUnlessAllowed(deed: Deed, activity: StateFacts): void {
  const refusal = refusalOf(deed, stateAt(activity, new Date()))
  if (refusal) throw asApiError(refusal)
}

/** A sign-up that became part of another is history. */
export const refuseChangeOfMergedRegistration: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  if (originalDoc?.mergedInto) throw asApiError(new AppError('registration-merged'))
  return data
}

/**
 * Attendance and service time set by hand in the admin carry who recorded them, and when; settling adds the time by the
 * rule.
 */
export const recordAttendance: CollectionBeforeChangeHook = async ({ data, originalDoc, req }) => {
  const staff = staffUser(req)
  if (!staff) return data
  const attendance = data.attendance ?? originalDoc?.attendance ?? 'unknown'
  const isMarked = attendance !== (originalDoc?.attendance ?? 'unknown')
  const isTimed = data.minutes !== undefined && data.minutes !== (originalDoc?.minutes ?? null)
  if (!isMarked && !isTimed) return data
  const isPresent = attendance === 'present'
  const reference: string | { id: string } = originalDoc?.activity ?? data.activity
  const activity = await findRow(req, 'activities', typeof reference === 'string' ? reference : reference.id)
  // Taking a mark back is always meant.
  if (activity && originalDoc && attendance !== 'unknown') refuseUnlessAllowed('record', activity)
  if (isTimed && data.minutes !== null && (!isPresent || activity?.ledger !== 'service'))
    throw asApiError(new AppError('invalid-input', ONLY_SERVICE_IS_TIMED, { minutes: '此处不能记服务时长' }))
  return {
    ...data,
    recordedBy: staff.id,
    recordedThrough: null,
    ...(isTimed && { minutesSource: data.minutes === null ? null : 'entered' }),
    ...(isMarked && {
      checkedInAt: isPresent ? new Date().toISOString() : null,
      method: isPresent ? 'manual' : null,
      came: isPresent ? (data.came ?? originalDoc?.size ?? 1) : null,
    }),
  }
}

/** The facts of its person that staff who may read a record are told. */
interface Shown {
  name: string | null
  phone: string | null
  volunteerNumber: string | null
}

/**
 * The record's person, for staff who may read the record; of a stranger recorded at the door, no more than
 * src/domain/attendance/walkIns.ts lets them know.
 */
export async function shownPerson(
  req: PayloadRequest,
  collection: string | undefined,
  id: string,
  personId: string,
): Promise<Shown> {
  const person = await loadRow(req, 'people', personId)
  if (!person) return { name: null, phone: null, volunteerNumber: null }
  const isOpen = Boolean(person.erasedAt) || (await isUnitInScope(req, String(person.unit)))
  return shownOf(
    isOpen ? 'all' : await knownThrough(req, collection, id, { id: personId, unit: String(person.unit) }),
    person,
  )
}

/** Of a message that goes to a member of staff: the name, for who may read the message; null for all others. */
export async function staffTold(
  req: PayloadRequest,
  collection: string | undefined,
  id: string,
): Promise<string | null> {
  const message = collection === 'messages' ? await loadRow(req, 'messages', id) : null
  return message?.staff ? ((await loadRow(req, 'staff', message.staff))?.name ?? null) : null
}

export const readPersonField =
  (field: 'name' | 'phone'): FieldHook =>
  async ({ collection, data, req }) => {
    if (!staffUser(req) || !data?.id) return null
    if (!data.person) return field === 'name' ? staffTold(req, collection?.slug, String(data.id)) : null
    return (
      await shownPerson(req, collection?.slug, data.id, typeof data.person === 'object' ? data.person.id : data.person)
    )[field]
  }

/**
 * Read as it is stored: a request may have asked for other fields only. Trainings and awards are written by staff who
 * may open the record.
 */
async function knownThrough(
  req: PayloadRequest,
  collection: string | undefined,
  id: string,
  person: { id: string; unit: string | null },
): Promise<Known> {
  if (collection === 'certificates') return knownOf(req, person)
  if (collection === 'appointments') return 'name'
  const registration =
    collection === 'registrations'
      ? id
      : collectionsOf(req.payload.config, 'registration').some((slug) => slug === collection)
        ? (await loadRow(req, collection as 'messages', id))?.registration
        : null
  const row = registration ? await loadRow(req, 'registrations', registration) : null
  return row ? knownBy(row) : 'all'
}
