import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { earliestCheckIn } from '../../domain/activities/doorTimes.ts'
import { LIMITS } from '../../domain/shared/limits.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import type { Who } from '../../domain/attendance/requests.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { familyNameOf } from '../../domain/attendance/walkIns.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { checkIn, isRecordable } from './checkIn.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { createWalkIn } from './createWalkIn.ts'
import { peopleOnRecords, peopleShownOn } from '../identity/namesOnRecords.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

interface WalkIn {
  activityId: string
  name: string
  phone: string
  who?: Who | undefined
  at?: string | undefined
}

/**
 * Records somebody who came without a sign-up: finds or makes the person by phone, who must have agreed on the spot,
 * and marks them present, `at` a time that a phone without a network noted, or now. Walk-ins hold no seat. Once per
 * person and activity, however often it is called.
 *
 * Families share phones, and names are shared: where the phone is somebody else's, or the name stands on the list
 * already with another phone, nothing is recorded until `who` says whether it is that person. Of another one the phone
 * is not kept: it is its holder's.
 *
 * @throws AppError rate-limited, walk-in-unclear, not-logged-in, forbidden, invalid-input (time), not-found (also out
 * of scope), activity-cancelled, registration-closed (too early), attendance-recorded (corrected to absent)
 */
export async function addWalkIn(
  req: PayloadRequest,
  input: WalkIn,
  now: Date,
): Promise<{ created: boolean; id: string }> {
  const staff = requireStaff(req)
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: input.activityId,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  // Published activities of other units can be read too; whoever may not record there leaves nothing behind.
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  await claimLimit(
    req,
    [{ limit: 'walk-ins-by-staff', of: staff.id, onUnusual: () => noteUnusual(req, staff.id, input.activityId) }],
    now,
  )
  requireAllowed('walkIn', activity, now)
  const at = new Date(input.at ?? now)
  if (!isRecordable(at, now))
    throw new AppError('invalid-input', '登记时间不对，请校准本机时间后再试。', { at: '登记时间不对' })
  if (at.getTime() < earliestCheckIn(activity))
    throw new AppError('registration-closed', '活动开始前 6 小时起才能登记现场参加。')
  const added = await exclusively(`walk-in:${input.activityId}`, () =>
    runInTransaction(req, async () => {
      req.context.useCase = 'addWalkIn'
      const holder = await holderOf(req, input.phone)
      const known = await findPerson(req, input, holder)
      const personId = known?.id ?? (await createPerson(req, input, holder, now))
      const { docs } = await req.payload.find({
        collection: 'registrations',
        where: { and: [{ activity: { equals: input.activityId } }, { person: { equals: personId } }] },
        depth: 0,
        limit: 1,
        pagination: false,
        overrideAccess: false,
        req,
        user: req.user,
      })
      if (docs[0]) return { created: false, id: docs[0].id }
      return {
        created: true,
        id: await createWalkIn(req, input.activityId, personId, !known || isSameName(known.name, input.name)),
      }
    }),
  )
  const [result] = await checkIn(
    req,
    [
      {
        clientId: added.id,
        activity: input.activityId,
        registration: added.id,
        at: at.toISOString(),
        method: 'manual',
      },
    ],
    now,
  )
  if (result?.standing?.attendance === 'absent')
    throw new AppError(
      'attendance-recorded',
      '此人的到场情况已更正为“未到场”，没有改动；如确已到场，请用“更正”并写明原因。',
    )
  return added
}

interface Holder {
  id: string
  name: string
}

/** By keyed hash, across all units: the same rider may belong to another town. */
async function holderOf(req: PayloadRequest, phone: string): Promise<Holder | null> {
  return req.payload.db.findOne<Holder>({
    collection: 'people',
    where: { phoneHash: { equals: keyedHash('phone', phone) } },
    req,
  })
}

/** The person who the walk-in is; null for somebody new. @throws AppError walk-in-unclear */
async function findPerson(
  req: PayloadRequest,
  { activityId, name, who }: WalkIn,
  holder: Holder | null,
): Promise<Holder | null> {
  if (holder && (who === 'known' || isSameName(holder.name, name))) return holder
  const listed = await peopleOnList(req, activityId)
  // By what the list shows: who stands there as 林** is not asked after by trying names.
  const namesakes = listed.filter((person) => isSameName(person.shown.name, name))
  // Sent again: who shares a phone has none of their own.
  if (who === 'another') return (holder && namesakes.find(({ phone }) => phone === '')) ?? null
  if (holder)
    throw unclear('phone', phoneSentence(listed.find(({ id }) => id === holder.id)?.shown.name ?? null, holder.name))
  const [namesake] = namesakes
  if (!namesake || who === 'known') return namesake ?? null
  throw unclear(
    'name',
    `名单中已有同名的“${namesake.name}”${namesake.shown.phone === '' ? '' : `（${maskPhone(namesake.shown.phone)}）`}。`,
  )
}

/** A person who stands on this list is named as on the list; of others the family name alone is shown. */
const phoneSentence = (listed: string | null, holder: string): string =>
  listed === null ? `此手机号登记的是“${familyNameOf(holder)}”。` : `此手机号是名单中“${listed}”的。`

const unclear = (field: 'name' | 'phone', sentence: string): AppError =>
  new AppError('walk-in-unclear', `${sentence}请确认是同一个人，还是另一个人（如家人共用手机）；尚未登记。`, {
    [field]: sentence,
  })

const isSameName = (a: string, b: string): boolean => nameText(a) === nameText(b)

interface Listed extends Holder {
  /** Empty for who shares another's. */
  phone: string
  /** As the list shows them to this member of staff. */
  shown: { name: string; phone: string }
}

/** Those on the activity's list, with names, whichever unit they report to. */
async function peopleOnList(req: PayloadRequest, activityId: string): Promise<Listed[]> {
  const { docs } = await req.payload.find({
    collection: 'registrations',
    where: {
      and: [
        { activity: { equals: activityId } },
        { status: { not_equals: 'cancelled' } },
        { mergedInto: { exists: false } },
      ],
    },
    select: { person: true, walkIn: true, sequence: true, named: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const people = await peopleOnRecords(
    req,
    docs.map(({ person }) => String(person)),
  )
  const shown = await peopleShownOn(req, docs)
  return docs.flatMap(({ id, person }) => {
    const [stored, seen] = [people.get(String(person)), shown.get(id)]
    return stored && seen ? [{ id: String(person), name: stored.name, phone: stored.phone, shown: seen }] : []
  })
}

async function noteUnusual(req: PayloadRequest, staffId: string, activityId: string): Promise<void> {
  const reason = `10 分钟内现场登记已达 ${LIMITS['walk-ins-by-staff'].unusualFrom} 次，请核实`
  req.payload.logger.warn({ staff: staffId, activity: activityId }, 'an unusual number of walk-ins')
  await writeAudit(req, { action: 'created', subjectCollection: 'activities', subject: activityId, reason })
}

async function createPerson(
  req: PayloadRequest,
  { name, phone }: WalkIn,
  holder: Holder | null,
  now: Date,
): Promise<string> {
  const { id } = await req.payload.create({
    collection: 'people',
    data: { name, ...(!holder && { phone }), consentAt: now.toISOString() },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return id
}
