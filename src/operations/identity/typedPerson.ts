import type { PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { listedInWords, namesakesOf, isSameName, sameNameInWords } from '../../domain/attendance/namesakes.ts'
import { familyNameOf } from '../../domain/attendance/walkIns.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { LIMITS } from '../../domain/shared/limits.ts'
import type { Who } from '../../domain/shared/requests.ts'
import type { Attendance, RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { peopleOnRecords, peopleShownOn } from './namesOnRecords.ts'

/**
 * Somebody whose name and phone staff typed, at the door or for a caller. Families share phones, and names are shared:
 * where the phone is somebody else's, or the name stands on the activity's list already with another phone, nothing is
 * recorded until `who` says whether it is that person. Of another one the phone is not kept: it is its holder's.
 */
export interface TypedPerson {
  activityId: string
  name: string
  phone: string
  who?: Who | undefined
}

interface Holder {
  id: string
  name: string
}

/**
 * The person who is meant, or a new one.
 *
 * @param mayCreate throws where nobody new is wanted
 * @throws AppError walk-in-unclear
 */
export async function openTypedPerson(
  req: PayloadRequest,
  typed: TypedPerson,
  mayCreate: () => Promise<void> = () => Promise.resolve(),
): Promise<{ id: string; isNew: boolean; /** Whether their own name was typed. */ isNamed: boolean }> {
  const { person, isPhoneFree } = await findPerson(req, typed)
  if (person) return { id: person.id, isNew: false, isNamed: isSameName(person.name, typed.name) }
  await mayCreate()
  const id = await createPerson(req, typed, isPhoneFree)
  return id === null ? openTypedPerson(req, typed, mayCreate) : { id, isNew: true, isNamed: true }
}

/**
 * Null for somebody new, who may have the phone if it is free.
 *
 * @throws AppError walk-in-unclear
 */
async function findPerson(
  req: PayloadRequest,
  { activityId, name, phone, who }: TypedPerson,
): Promise<{ person: Holder | null; isPhoneFree: boolean }> {
  const holder = await holderOf(req, phone)
  const found = (person: Holder | null) => ({ person, isPhoneFree: holder === null })
  if (holder && (who === 'known' || isSameName(holder.name, name))) return found(holder)
  const listed = await peopleOnList(req, activityId)
  // By what the list shows: who stands there as 林** is not asked after by trying names.
  const namesakes = namesakesOf(listed, name)
  // Sent again: who shares a phone has none of their own.
  if (who === 'another') return found((holder && namesakes.find(({ hasPhone }) => !hasPhone)) ?? null)
  if (holder) throw unclear('phone', phoneSentence(listed.find(({ id }) => id === holder.id) ?? null, holder.name))
  const [only, ...more] = namesakes
  if (!only) return found(null)
  if (who === 'known' && more.length === 0) return found(only)
  throw unclear(
    'name',
    who === 'known'
      ? `名单上有 ${namesakes.length} 个同名的人：${namesakes.map(listedInWords).join('、')}，请在名单里直接登记。`
      : sameNameInWords(namesakes),
  )
}

/** The id; null where somebody else has taken the phone at this moment, and so is found by it. */
async function createPerson(
  req: PayloadRequest,
  { name, phone }: TypedPerson,
  isPhoneFree: boolean,
): Promise<string | null> {
  const create = () =>
    req.payload.create({
      collection: 'people',
      // The consent stands on the record that they are made for.
      data: { name, ...(isPhoneFree && { phone }) },
      depth: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
  try {
    return (await runInTransaction(req, create)).id
  } catch (error) {
    if (isPhoneFree && (await holderOf(req, phone))) return null
    throw error
  }
}

/** By keyed hash, across all units: the same rider may belong to another town. */
const holderOf = (req: PayloadRequest, phone: string): Promise<Holder | null> =>
  req.payload.db.findOne<Holder>({
    collection: 'people',
    where: { phoneHash: { equals: keyedHash('phone', phone) } },
    req,
  })

/** A person who stands on this list is named as on the list; of others the family name alone is shown. */
const phoneSentence = (listed: Listed | null, holder: string): string =>
  listed === null ? `此手机号登记的是“${familyNameOf(holder)}”。` : `此手机号是名单上“${listed.name}”的。`

const unclear = (field: 'name' | 'phone', sentence: string): AppError =>
  new AppError('walk-in-unclear', `${sentence}请确认是同一个人，还是另一个人（如家人共用手机）；尚未登记。`, {
    [field]: sentence,
  })

/** As the list shows them to this member of staff. */
interface Listed {
  /** The person's. */
  id: string
  name: string
  phoneTail: string
  status: RegistrationStatus
  attendance: Attendance
  /** False for one who shares another's. */
  hasPhone: boolean
}

/** Those on the activity's list, whichever unit they report to. */
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
    select: { person: true, walkIn: true, sequence: true, named: true, status: true, attendance: true },
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
  return docs.flatMap(({ id, person, status, attendance }) => {
    const [stored, seen] = [people.get(String(person)), shown.get(id)]
    return stored && seen
      ? [
          {
            id: String(person),
            name: seen.name,
            phoneTail: seen.phone.slice(-4),
            hasPhone: stored.phone !== '',
            status,
            attendance,
          },
        ]
      : []
  })
}

/** Takes back what was made for a record that could not be; stays where somebody else made a record of them since. */
export async function removeTypedPerson(req: PayloadRequest, id: string): Promise<void> {
  await req.payload
    .delete({ collection: 'people', id, overrideAccess: true, req })
    .catch((error: unknown) => req.payload.logger.warn({ err: error, person: id }, 'a new person was not taken back'))
}

/** Anybody's phone can be typed: so it is counted, and an unusual number noted. @throws AppError rate-limited */
export async function claimTypedPerson(
  req: PayloadRequest,
  staffId: string,
  activityId: string,
  now: Date,
): Promise<void> {
  const noteUnusual = async (): Promise<void> => {
    const reason = `10 分钟内现场登记和代为报名已达 ${LIMITS['walk-ins-by-staff'].unusualFrom} 次，请核实`
    req.payload.logger.warn({ staff: staffId, activity: activityId }, 'an unusual number of people recorded by phone')
    await writeAudit(req, { action: 'created', subjectCollection: 'activities', subject: activityId, reason })
  }
  await claimLimit(req, [{ limit: 'walk-ins-by-staff', of: staffId, onUnusual: noteUnusual }], now)
}
