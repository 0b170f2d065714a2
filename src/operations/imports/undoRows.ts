import type { PayloadRequest } from 'payload'
import {
  countRowsBy,
  findRow,
  findRows,
  findRowsInOrder,
  type ImportedRow,
  type ImportRecord,
} from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import type { RowProblem } from '../../domain/imports/vocabulary.ts'
import { isAsImported, type Written } from '../../domain/imports/written.ts'
import type { SeatDraft } from '../seats/SeatDraft.ts'
import { AS_NEW } from '../seats/stepOf.ts'
import { writeSeats } from '../seats/writeSeats.ts'
import { left, removeUnused, undoRecords, usedOf } from './undoRecords.ts'
import { madeActivityId } from './writeAttendances.ts'

const BATCH = 100

/**
 * Takes back the next rows: first all attendances, then the people whom the import made and nobody has used or changed
 * since. Each step leaves the row at what is still to do, so that whoever comes after a crash goes on from there.
 *
 * @returns false when nothing is left
 */
export async function undoRows(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  const written = { import: source.id, outcome: 'written' } as const
  const [next] = await findRowsInOrder(req, 'import_rows', { ...written, session: { above: '' } }, 'session', 1)
  if (next) {
    await undoAttendances(req, source, next.session ?? '', now)
    return true
  }
  const rows = await findRowsInOrder(req, 'import_rows', written, 'number', BATCH)
  if (rows.length > 0) await undoPeople(req, rows, now)
  return rows.length > 0
}

/** Of one activity: in one step with its counters, then the sign-ups that the import made are removed. */
async function undoAttendances(req: PayloadRequest, source: ImportRecord, session: string, now: Date): Promise<void> {
  const those = { import: source.id, outcome: 'written', session } as const
  const read = (): Promise<ImportedRow[]> => findRowsInOrder(req, 'import_rows', those, 'number', BATCH)
  let rows = await read()
  const activity = rows.find(({ wrote }) => wrote?.activity)?.wrote?.activity
  if (activity !== undefined && (await findRow(req, 'activities', activity))) {
    await writeSeats(req, activity, now, async (draft) => {
      rows = await read()
      await withdraw(req, source, draft, rows, now)
    })
    // Those alone that were withdrawn: behind rows that stay, others have moved up.
    const dealtWith = await findRows(
      req,
      'import_rows',
      rows.map(({ id }) => id),
    )
    rows = dealtWith.filter(({ outcome }) => outcome === 'written')
  }
  const made = rows.flatMap(({ wrote }) => (wrote?.registration?.before === null ? wrote.registration.id : []))
  await removeUnused(req, 'registrations', made)
  if (activity !== undefined && activity === madeActivityId(req, source.id, session))
    await removeActivity(req, activity)
  const kept = new Set((await findRows(req, 'registrations', made)).map(({ id }) => id))
  await swap(
    req,
    rows.map((row): RowChange => {
      if (!row.wrote) return left(row, 'gone', now)
      // It began to be used in this very moment: it stays, without an attendance.
      if (row.wrote.registration && kept.has(row.wrote.registration.id)) return left(row, 'in-use', now)
      return withoutSignUp(row, row.wrote, now)
    }),
  )
}

/** A row whose attendance is taken back; the person whom it made is still to be dealt with. */
function withoutSignUp(
  { id, revision }: ImportedRow,
  { registration: _, ...rest }: Written,
  now: Date,
): RowChange<'import_rows'> {
  const isDone = rest.person === undefined
  const set = {
    wrote: rest,
    session: null,
    ...(isDone && { outcome: 'undone' as const }),
    updatedAt: now.toISOString(),
  }
  return { collection: 'import_rows', id, revision, set }
}

/** The attendances of these rows as they stood before; of sign-ups that the import made, none at all. */
async function withdraw(
  req: PayloadRequest,
  source: ImportRecord,
  draft: SeatDraft,
  rows: ImportedRow[],
  now: Date,
): Promise<void> {
  const ids = rows.flatMap(({ wrote }) => wrote?.registration?.id ?? [])
  const used = await usedOf(req, 'registrations', ids)
  await draft.load(ids)
  for (const row of rows) {
    const asked = row.wrote?.registration
    if (!asked) continue
    const registration = await draft.find(asked.id)
    const isWithdrawn = registration?.status === 'cancelled' && !registration.method && asked.before === null
    // Gone, or withdrawn before a crash.
    if (!registration || isWithdrawn) continue
    const reason: RowProblem | null =
      registration.id !== asked.id || !isAsImported(registration, source.importedBy)
        ? 'changed-since'
        : used.has(asked.id)
          ? 'in-use'
          : null
    if (reason !== null) {
      draft.addChange(left(row, reason, now))
      continue
    }
    const change = asked.before === null ? { ...AS_NEW, status: 'cancelled' as const } : asked.before
    draft.change(req, registration, { ...change, isQuiet: true }, now)
    // In the same step: from here on the sign-up no longer stands as it was imported.
    if (asked.before !== null && row.wrote) draft.addChange(withoutSignUp(row, row.wrote, now))
  }
}

/** One that the import made, when nobody is on its list any more and nobody has edited it. */
async function removeActivity(req: PayloadRequest, id: string): Promise<void> {
  const activity = await findRow(req, 'activities', id)
  if (!activity || activity.updatedAt !== activity.createdAt) return
  if ((await countRowsBy(req, 'registrations', { activity: id })) > 0) return
  await req.payload
    .delete({ collection: 'activities', id, overrideAccess: true, req })
    .catch((error: unknown) => req.payload.logger.info({ err: error, activity: id }, 'an imported activity stays'))
}

async function undoPeople(req: PayloadRequest, rows: ImportedRow[], now: Date): Promise<void> {
  const wroteAt = new Map(rows.map(({ wrote }) => [wrote?.person, wrote?.at]))
  const people = await findRows(
    req,
    'people',
    rows.flatMap(({ wrote }) => wrote?.person ?? []),
  )
  const changed = people.filter(({ id, updatedAt, mergedInto, erasedAt, sessions }) => {
    const isEnded = Boolean(mergedInto ?? erasedAt) || (sessions ?? []).length > 0
    return isEnded || updatedAt !== wroteAt.get(id)
  })
  await undoRecords(req, 'people', rows, new Set(changed.map(({ id }) => id)), now)
}
