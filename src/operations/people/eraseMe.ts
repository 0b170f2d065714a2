import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { collectionsOf } from '../../database/references.ts'
import { findRow, findRowsBy, type PersonRow, type RegistrationRow, type Rows } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { erasedFields } from '../../domain/people/erasure.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { newVolunteerNumber } from '../identity/newVolunteerNumber.ts'
import { erasureOfFields, onErasureOf } from '../shared/onErasureOf.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

const MAX_TRIES = 200

/**
 * Erasure on request (个人信息保护法 第47条): upcoming sign-ups are cancelled and everything that names the person is
 * cleared. The bare records stay, so that the public numbers remain true (docs/erasure.md).
 *
 * @throws AppError not-logged-in, person-merged, busy
 */
export async function eraseMe(req: PayloadRequest, now: Date): Promise<void> {
  const { id } = requirePerson(req)
  await endRecord(req, id, now)
  await finishErasure(req, id, now)
}

/**
 * In one step the record is nobody's: with it go the session and the contacts, and nothing new comes to it from here
 * on. `erasing` marks that its records are to follow.
 */
async function endRecord(req: PayloadRequest, id: string, now: Date): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const person = await findRow(req, 'people', id)
    if (!person || person.erasedAt) return
    // Of the same moment's merge and erasure the first one holds; the session of the record that ended opens nothing
    // more.
    if (person.mergedInto) throw new AppError('person-merged')
    const isoNow = now.toISOString()
    const set = {
      ...ownFields(req),
      phoneHash: `none:${randomUUID()}`,
      emailHash: `none:${randomUUID()}`,
      volunteerNumber: newVolunteerNumber(),
      erasedAt: isoNow,
      erasing: true,
      updatedAt: isoNow,
    }
    if (await swap(req, [{ collection: 'people', id, revision: person.revision ?? null, set }])) return
  }
  throw new AppError('busy')
}

/** Without the lists, which lie in tables of their own on SQLite. */
function ownFields(req: PayloadRequest): Record<string, string | null> {
  const { kinds: _, ...fields } = erasedFields(erasureOfFields(req, 'people'), {})
  return fields as Record<string, string | null>
}

/**
 * Takes what is personal out of every record of a person whose record has been erased: safe to be killed at any point,
 * to be run again and beside itself. Does nothing for anybody else.
 */
export async function finishErasure(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const person = await findRow(req, 'people', id)
  if (!person?.erasedAt) return
  // Also what a merge that ended meanwhile brought along.
  await eraseRow(req, 'people', person, ownFields(req))
  const everyRecord = [id, ...(await endedInto(req, id))]
  const subjects = [...everyRecord]
  for (const collection of collectionsOf(req.payload.config, 'person')) {
    const onErasure = onErasureOf(req, collection)
    const { docs } = await req.payload.db.find<{ id: string }>({
      collection,
      where: { person: { in: everyRecord } },
      pagination: false,
      limit: 0,
      req,
    })
    subjects.push(...docs.map((row) => row.id))
    if (collection === 'messages') await forgetWordsToNobodyElse(req, everyRecord)
    if (onErasure === 'deleted')
      await req.payload.db.deleteMany({ collection, where: { person: { in: everyRecord } }, req })
    else if (collection === 'registrations')
      for (const row of docs) await eraseRegistration(req, row as RegistrationRow, onErasure, now)
    else for (const row of docs) await eraseRow(req, collection as Swapped, row, onErasure)
  }
  for (const ended of everyRecord.slice(1)) await eraseRow(req, 'people', { id: ended }, { mergeReason: null })
  await forgetReasons(req, subjects)
  await closeErasure(req, person)
}

/** Records that were merged into this one, and into those. */
async function endedInto(req: PayloadRequest, id: string): Promise<string[]> {
  const ended = (await findRowsBy(req, 'people', { mergedInto: id }, ['id'])).map((one) => one.id)
  return [...ended, ...(await Promise.all(ended.map((one) => endedInto(req, one)))).flat()]
}

/**
 * Each row is written, whether there are words in it or not: who read it before, and writes what it says, reads again
 * and finds the person gone.
 */
async function eraseRegistration(
  req: PayloadRequest,
  row: RegistrationRow,
  onErasure: Record<string, unknown>,
  now: Date,
): Promise<void> {
  // A sign-up that became part of another is history: nothing leads to it any more but this.
  if (row.mergedInto) return eraseRow(req, 'registrations', row, onErasure)
  await changeRegistration(req, row.id, now, (current, activity) => {
    const isAhead =
      current.status !== 'cancelled' && current.attendance === 'unknown' && Date.parse(activity.endsAt) > now.getTime()
    return {
      ...erasedFields({ answers: null, note: null }, current),
      ...(isAhead && { status: 'cancelled', cancelledAt: now.toISOString(), offerExpiresAt: null }),
    }
  })
}

/**
 * An organiser's words that nobody else was told may be about this person. They go before the last row that leads to
 * them.
 */
async function forgetWordsToNobodyElse(req: PayloadRequest, people: string[]): Promise<void> {
  const told = await findRowsBy(req, 'messages', { person: people, kind: 'broadcast' }, ['broadcast'])
  for (const id of new Set(told.flatMap(({ broadcast }) => broadcast ?? []))) {
    const broadcast = await findRow(req, 'broadcasts', id)
    const rows = await findRowsBy(req, 'messages', { broadcast: id }, ['person'])
    // While it is being sent, others have no row yet.
    if (broadcast && !broadcast.unnotified && rows.every(({ person }) => person !== null && people.includes(person)))
      await eraseRow(req, 'broadcasts', { id }, erasureOfFields(req, 'broadcasts'))
  }
}

type Swapped = Exclude<keyof Rows, 'audit' | 'staff' | 'units'>

async function eraseRow(
  req: PayloadRequest,
  collection: Swapped,
  { id }: { id: string },
  onErasure: Record<string, unknown>,
): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const row = await findRow(req, collection, id)
    if (
      !row ||
      (await swap(req, [
        {
          collection,
          id,
          revision: row.revision ?? null,
          set: erasedFields(onErasure, row) as Record<string, string | null>,
        },
      ]))
    )
      return
  }
  throw new AppError('busy')
}

/** Forgets what was typed about the person, or of them, beside what was done. */
async function forgetReasons(req: PayloadRequest, subjects: string[]): Promise<void> {
  const data = erasedFields(erasureOfFields(req, 'audit'), {})
  await req.payload.db.updateMany({
    collection: 'audit',
    where: {
      and: [{ subject: { in: subjects } }, { or: Object.keys(data).map((field) => ({ [field]: { exists: true } })) }],
    },
    data,
    req,
    returning: false,
  })
}

/** A list of choices is written by Payload's adapter, which asks for the name beside it. */
async function closeErasure(req: PayloadRequest, { id, erasing }: PersonRow): Promise<void> {
  const { name } = ownFields(req)
  await runInTransaction(req, async () => {
    if (erasing)
      await writeAudit(req, { action: 'erased', subjectCollection: 'people', subject: id, reason: '本人申请' })
    await req.payload.db.updateOne({
      collection: 'people',
      id,
      data: { name, kinds: [], erasing: false },
      req,
      returning: false,
    })
  })
}

/** Erasures that a process left half done. */
export async function resumeErasures(req: PayloadRequest, now: Date): Promise<void> {
  await eachAlone(req, await findRowsBy(req, 'people', { erasing: true }, ['id']), ({ id }) =>
    finishErasure(req, id, now),
  )
}
