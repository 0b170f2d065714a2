import { randomUUID } from 'node:crypto'
import type { CollectionSlug, PayloadRequest, Where } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { collectionsOf } from '../../database/references.ts'
import { findRow, type CertificateRow, type PersonRow, type RegistrationRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { erasedFields } from '../../domain/people/erasure.ts'
import { saidOf, standsHigher, takenFrom } from '../../domain/people/merging.ts'
import { isLeaving } from '../../domain/seats/undo.ts'
import { mergeAppointments } from '../appointments/mergeAppointments.ts'
import { kindsOf } from '../identity/kindsOf.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { findStanding } from '../seats/findStanding.ts'
import { standingOf } from '../seats/stepOf.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { finishErasure } from './eraseMe.ts'
import { erasureOfFields } from '../shared/onErasureOf.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { settleRegistration } from '../seats/settleRegistration.ts'
import { writeAudit } from '../shared/writeAudit.ts'

const MAX_TRIES = 200

/**
 * Two records are of one person: `from` ends and `into` has all that it had (docs/merging.md). For the department, as
 * for deleting people: a merge takes a log-in and records of any unit along, and cannot be undone. Merging again
 * finishes what was begun, and changes nothing more.
 *
 * @throws AppError not-logged-in, forbidden, invalid-input, not-found, person-merged, person-erased, busy
 */
export async function mergePeople(
  req: PayloadRequest,
  input: { from: string; into: string; reason: string },
  now: Date,
): Promise<{ id: string; from: string }> {
  const staff = requireStaff(req)
  if (!isDepartment(req)) throw new AppError('forbidden', '合并人员须由组织部门办理，请联系组织部门。')
  if (input.from === input.into)
    throw new AppError('invalid-input', '两条记录是同一条，请填写另一条人员记录。', { from: '请填写另一条人员记录' })
  for (;;) {
    // A record ends when all is there that was on its way to it: so merges one after another have one outcome.
    for (const id of await onTheirWayTo(req, input.from)) await finishMerge(req, id, now)
    if (await runInTransaction(req, () => endRecord(req, { ...input, by: staff.id }, now))) break
  }
  await finishMerge(req, input.from, now)
  return { id: input.into, from: input.from }
}

const onTheirWayTo = (req: PayloadRequest, person: string): Promise<string[]> =>
  idsOf(req, { and: [{ mergedInto: { equals: person } }, { merging: { equals: true } }] })

/** The ended record forgets its person as by an erasure; the number stays, since it may stand on paper. */
function nobody(req: PayloadRequest): Record<string, null> {
  const { kinds: _, unit: __, optedOutAt: ___, ...fields } = erasedFields(erasureOfFields(req, 'people'), {})
  return fields as Record<string, null>
}

/**
 * In one step: the record ends, with its sessions and its contacts, and the other takes what it lacks. From here on the
 * merge is decided; `merging` marks that records are still to follow.
 *
 * @returns false, with nothing done, while records are on their way to the one that is to end
 */
async function endRecord(
  req: PayloadRequest,
  { from, into, reason, by }: { from: string; into: string; reason: string; by: string },
  now: Date,
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const [ending, staying] = [await findRow(req, 'people', from), await findRow(req, 'people', into)]
    if (!ending || !staying) throw new AppError('not-found', '没有找到此人，请核对志愿者编号后重试。')
    if (ending.mergedInto === into) return true
    if (ending.mergedInto || staying.mergedInto) throw new AppError('person-merged')
    if (ending.erasedAt || staying.erasedAt) throw new AppError('person-erased')
    if ((await onTheirWayTo(req, from)).length > 0) return false
    const isoNow = now.toISOString()
    const end = {
      ...nobody(req),
      name: '已合并',
      phone: null,
      phoneHash: `none:${randomUUID()}`,
      email: null,
      emailHash: `none:${randomUUID()}`,
      mergedInto: into,
      mergedAt: isoNow,
      mergedBy: by,
      mergeReason: reason,
      merging: true,
      updatedAt: isoNow,
    }
    const taken = takenFrom(ending, staying) as Record<string, string>
    // In this order: a contact is free before the other takes it.
    const changes = [
      { collection: 'people' as const, id: from, revision: ending.revision ?? null, set: end },
      {
        collection: 'people' as const,
        id: into,
        revision: staying.revision ?? null,
        set: { ...taken, updatedAt: isoNow },
      },
    ]
    if (await swap(req, changes)) return true
  }
  throw new AppError('busy')
}

/**
 * Brings every record of a person whose record has ended to the one that stays, each by one atomic step: safe to be
 * killed at any point, to be run again and beside itself.
 */
export async function finishMerge(req: PayloadRequest, from: string, now: Date): Promise<void> {
  const ending = await findRow(req, 'people', from)
  if (!ending?.mergedInto) return
  const into = ending.mergedInto
  const reason = ending.mergeReason ?? ''
  await oneByOne(req, await recordsOf<RegistrationRow>(req, 'registrations', from), ({ id }) =>
    moveRegistration(req, { id, from, into, reason }, now),
  )
  const absorbed = (await recordsOf<RegistrationRow>(req, 'registrations', from)).flatMap(({ id, mergedInto }) =>
    mergedInto ? [{ id, mergedInto }] : [],
  )
  for (const { id, mergedInto } of absorbed)
    await req.payload.db.updateMany({
      collection: 'corrections',
      where: { registration: { equals: id } },
      data: { registration: mergedInto },
      req,
      returning: false,
    })
  await oneByOne(req, await recordsOf<CertificateRow>(req, 'certificates', from), (certificate) =>
    moveCertificate(req, certificate, { from, into, absorbed }),
  )
  await mergeAppointments(req, from, into, now)
  for (const collection of collectionsOf(req.payload.config, 'person')) {
    if (collection !== 'registrations' && collection !== 'appointments')
      await req.payload.db.updateMany({
        collection,
        where: { person: { equals: from } },
        data: { person: into },
        req,
        returning: false,
      })
  }
  // It may have ended itself meanwhile, and its records be on their way already.
  if ((await findRow(req, 'people', into))?.mergedInto) await finishMerge(req, into, now)
  if (ending.merging) await uniteKinds(req, ending)
  // Or its person has had everything erased.
  await finishErasure(req, into, now)
  if (ending.merging) await closeMerge(req, ending)
}

/** A list of choices is written by Payload's adapter, which asks for the name beside it. */
async function uniteKinds(req: PayloadRequest, { id, mergedInto }: PersonRow): Promise<void> {
  await runInTransaction(req, async () => {
    const staying = mergedInto && (await findRow(req, 'people', mergedInto))
    if (!staying) return
    const own = await kindsOf(req, staying.id)
    const all = [...new Set([...own, ...(await kindsOf(req, id))])]
    if (all.length > own.length)
      await req.payload.db.updateOne({
        collection: 'people',
        id: staying.id,
        data: { name: staying.name, kinds: all },
        req,
        returning: false,
      })
  })
}

async function closeMerge(req: PayloadRequest, { id, name, mergedInto, mergedBy }: PersonRow): Promise<void> {
  await runInTransaction(req, async () => {
    await writeAudit(req, {
      action: 'merged',
      subjectCollection: 'people',
      subject: id,
      details: { into: mergedInto, by: mergedBy },
    })
    await req.payload.db.updateOne({
      collection: 'people',
      id,
      data: { name, kinds: [], merging: false },
      req,
      returning: false,
    })
  })
}

async function recordsOf<Row>(req: PayloadRequest, collection: CollectionSlug, person: string): Promise<Row[]> {
  const { docs } = await req.payload.db.find({
    collection,
    where: { person: { equals: person } },
    pagination: false,
    limit: 0,
    req,
  })
  return docs as Row[]
}

interface Move {
  id: string
  from: string
  into: string
  reason: string
}

/** Takes one sign-up along. @throws AppError busy when other writers won 200 times in a row */
async function moveRegistration(req: PayloadRequest, move: Move, now: Date): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const row = await findRow(req, 'registrations', move.id)
    if (!row || row.person !== move.from || row.mergedInto) return
    try {
      // Not queued by `exclusively`: who adds a record and finds the person's ended waits in that queue already.
      await runInTransaction(req, () => moveOnce(req, move, now))
    } catch (error) {
      // The person signed up at the same moment under the record that stays: the two become one.
      if (!isDuplicate(error)) throw error
    }
  }
  throw new AppError('busy')
}

async function moveOnce(req: PayloadRequest, { id, from, into, reason }: Move, now: Date): Promise<void> {
  const row = await findRow(req, 'registrations', id)
  if (!row || row.person !== from || row.mergedInto) return
  const decision = { what: 'merged' as const, reason: `与同一人的另一条记录合并：${reason}` }
  const both: Where = { and: [{ activity: { equals: row.activity } }, { person: { equals: into } }] }
  const found = await req.payload.db.findOne<RegistrationRow>({ collection: 'registrations', where: both, req })
  const own = found && (await findStanding(req, found.id))
  // A record that was written by hand a moment ago is counted before it is compared.
  for (const one of [row, own]) if (one?.unsettled) return settleRegistration(req, one.id, now)
  if (!own) {
    await changeRegistration(req, id, now, (current) => (current.person === from ? { person: into, decision } : null))
    return
  }
  let isFirstLook = true
  await changeRegistration(req, own.id, now, (current) => {
    // The choice holds for the two as they were read; after any change of either it is made anew.
    const isStale = !isFirstLook || current.id !== own.id
    isFirstLook = false
    if (isStale) return null
    const isExchanged = standsHigher(asMeant(row), asMeant(current))
    const said = isExchanged ? saidOf(row, current) : saidOf(current, row)
    return { ...(isExchanged && standingOf(row)), ...said, absorbed: { row, isExchanged }, decision }
  })
}

/** A sign-up that the person has cancelled a moment ago is none to keep. */
const asMeant = (row: RegistrationRow): RegistrationRow => (isLeaving(row) ? { ...row, status: 'cancelled' } : row)

/**
 * The claim of a certificate names the sign-up or the person: it goes on keeping a second one from being issued, unless
 * there is one.
 */
async function moveCertificate(
  req: PayloadRequest,
  { id, claim, revision }: CertificateRow,
  { from, into, absorbed }: { from: string; into: string; absorbed: { id: string; mergedInto: string }[] },
): Promise<void> {
  const renamed = absorbed.reduce((text, one) => text.replace(one.id, one.mergedInto), claim.replace(from, into))
  await runInTransaction(req, async () => {
    const standing = await req.payload.db.findOne<CertificateRow>({
      collection: 'certificates',
      where: { claim: { equals: renamed } },
      req,
    })
    // A faster request has revoked it, so that the certificate is found again when this merge is finished.
    if (
      !(await swap(req, [
        { collection: 'certificates', id, revision, set: { person: into, ...(!standing && { claim: renamed }) } },
      ]))
    )
      throw new AppError('busy')
  })
}

/** Merges that a process left half done, and records that came to an ended one at the last moment (docs/merging.md). */
export async function finishMerges(req: PayloadRequest, now: Date): Promise<number> {
  const ended = await idsOf(req, { mergedInto: { exists: true } })
  const open = new Set(await idsOf(req, { merging: { equals: true } }))
  for (let index = 0; index < ended.length; index += AT_ONCE) {
    const person = { in: ended.slice(index, index + AT_ONCE) }
    for (const collection of collectionsOf(req.payload.config, 'person')) {
      const where: Where = {
        and: [{ person }, ...(collection === 'registrations' ? [{ mergedInto: { exists: false } }] : [])],
      }
      const { docs } = await req.payload.db.find<{ person: string }>({
        collection,
        where,
        pagination: false,
        limit: 0,
        select: { person: true },
        req,
      })
      for (const { person: id } of docs) open.add(id)
    }
  }
  await eachAlone(req, [...open], (id) => finishMerge(req, id, now))
  return open.size
}

/** Ended records that are looked after at once. */
const AT_ONCE = 500
/** A merge that takes longer than this was left half done. */
const PATIENCE_MS = 30_000

/** Finishes what a merge that was answered `busy` left to do. */
export async function resumeMerges(req: PayloadRequest, now: Date): Promise<void> {
  const since = new Date(now.getTime() - PATIENCE_MS).toISOString()
  await eachAlone(
    req,
    await idsOf(req, { and: [{ merging: { equals: true } }, { mergedAt: { less_than: since } }] }),
    (id) => finishMerge(req, id, now),
  )
}

async function idsOf(req: PayloadRequest, where: Where): Promise<string[]> {
  const { docs } = await req.payload.db.find<{ id: string }>({
    collection: 'people',
    where,
    pagination: false,
    limit: 0,
    select: { createdAt: true },
    req,
  })
  return docs.map(({ id }) => id)
}
