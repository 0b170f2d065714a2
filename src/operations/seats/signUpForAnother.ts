import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, findRowsBy } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import { knownIfMet } from '../identity/acquaintances.ts'
import { requireOpenPerson } from '../identity/openPerson.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { claimTypedPerson, openTypedPerson, removeTypedPerson, type TypedPerson } from '../identity/typedPerson.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { requireSignUp, signUp, type Registered } from './register.ts'

interface Caller {
  activityId: string
  /** Chosen from those whom staff know; otherwise name and phone as typed. */
  person?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  who?: TypedPerson['who']
  answers?: Answers | undefined
  size?: number | undefined
}

/** The person, and as `named` stands on a registration: null where staff know them in full anyway. */
interface Meant {
  id: string
  named: boolean | null
}

/**
 * Signs somebody up who rang up or stands at the counter, and who agreed by word of mouth: the same sign-up as
 * everybody's own, with who heard the consent and when. Of a stranger it tells no more than the form at the door does
 * (src/domain/attendance/walkIns.ts).
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), walk-in-unclear, rate-limited,
 * person-merged, person-erased; as register; what the table of states says of the deed
 */
export async function signUpForAnother(req: PayloadRequest, caller: Caller, now: Date): Promise<Registered> {
  const staff = requireStaff(req)
  const { activityId, answers, size, name = '', phone = '', who } = caller
  const activity = await findRow(req, 'activities', activityId)
  if (!activity || !(await isUnitInScope(req, activity.unit))) throw new AppError('not-found')
  await claimTypedPerson(req, staff.id, activityId, now)
  const asking = { activityId, answers, size, deed: 'signUpForAnother' as const }
  const signUpOf = (person: Meant): Promise<Registered> =>
    signUp(
      req,
      person.id,
      {
        ...asking,
        heard: { named: person.named, spokenConsentAt: now.toISOString(), spokenConsentBy: staff.id },
      },
      now,
    )
  const registered =
    caller.person === undefined
      ? await signUpTyped(req, { activityId, name, phone, who }, () => requireSignUp(req, asking, now), signUpOf)
      : await signUpOf(await chosen(req, caller.person))
  if (registered.created)
    await writeAudit(req, {
      action: 'created',
      subjectCollection: 'registrations',
      subject: registered.id,
      reason: '代为报名，已向本人口头说明并取得同意',
    })
  return registered
}

/** @throws AppError not-found, also for strangers; person-merged, person-erased */
async function chosen(req: PayloadRequest, id: string): Promise<Meant> {
  const [person] = await findRowsBy(req, 'people', { id }, ['id', 'unit'])
  const known = person ? await knownIfMet(req, person) : null
  if (known === null) throw new AppError('not-found', '没有找到此人，请重新查找和选择。')
  await requireOpenPerson(req, id)
  return { id, named: known === 'all' ? null : known === 'name' }
}

/** Nobody's name and phone are kept for a sign-up that cannot be. */
async function signUpTyped(
  req: PayloadRequest,
  typed: TypedPerson,
  mayCreate: () => Promise<void>,
  signUpOf: (person: Meant) => Promise<Registered>,
): Promise<Registered> {
  const { id, isNew, isNamed } = await openTypedPerson(req, typed, mayCreate)
  if (!isNew) return signUpOf({ id, named: await namedOf(req, id, isNamed) })
  try {
    // All that is known of them is what was typed.
    return await signUpOf({ id, named: null })
  } catch (error) {
    await removeTypedPerson(req, id)
    throw error
  }
}

/** As much as staff knew before, and the name where they typed it. */
async function namedOf(req: PayloadRequest, id: string, isNameTyped: boolean): Promise<boolean | null> {
  const [person] = await findRowsBy(req, 'people', { id }, ['id', 'unit'])
  const known = person ? await knownIfMet(req, person) : null
  return known === 'all' ? null : known === 'name' || isNameTyped
}
