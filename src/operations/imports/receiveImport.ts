import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { unitOf } from '../../access/staffUser.ts'
import { holdRecords } from '../../database/holdRecords.ts'
import { findRow, findRowsBy, findRowsInOrder, newId, type ImportRecord } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import { syncedOnce } from '../../database/syncedOnce.ts'
import type { NewRow } from '../../database/types.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import {
  headingRowOf,
  IMPORT_COLUMNS,
  isExample,
  mappingAsBefore,
  mappingOf,
  MAX_ABOVE,
  type Mapping,
} from '../../domain/imports/columns.ts'
import { MAX_IMPORT_BYTES, MAX_IMPORT_ROWS, type UploadQuery } from '../../domain/imports/requests.ts'
import { IMPORT_KINDS, type ImportKind } from '../../domain/imports/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isStorable } from '../../domain/shared/storableText.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { mayMakeUnits } from '../units/mayMakeUnits.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { readFile } from './readFile.ts'
import { removeImport } from './removeImport.ts'
import type { SourceRow } from './sourceRow.ts'

/** Rows that are stored in one step. */
const BATCH = 200
/** A file that is still being read after this long was left by a process that died. */
const READING_MS = 10 * 60_000

/**
 * Takes a file in: its rows are stored, sealed, and the file is forgotten. The same file for the same unit, or the same
 * activity, is the same import, however often it is sent.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input, payload-too-large, import-unreadable,
 * import-busy, rate-limited; what the table of states says of recording attendance
 */
export async function receiveImport(
  req: PayloadRequest,
  query: UploadQuery,
  file: Uint8Array,
  now: Date,
): Promise<{ id: string; isNew: boolean }> {
  const staff = requireStaff(req)
  if (file.length === 0) throw new AppError('invalid-input', '文件是空的，请重新选择。')
  if (file.length > MAX_IMPORT_BYTES)
    throw new AppError('payload-too-large', '文件超过 20 MB，请分成几个文件，或只留需要的列。')
  const { unit, activity } = await placeOf(req, query, now)
  const claim = keyedHash(
    'import',
    JSON.stringify([query.kind, unit, activity, createHash('sha256').update(file).digest('hex')]),
  )
  const known = await sentBefore(req, claim, now)
  if (known) return { id: known.id, isNew: false }
  const giveBack = await claimLimit(req, [{ limit: 'imports-by-staff', of: staff.id }], now)
  const id = newId(req.payload)
  const at = now.toISOString()
  const row: NewRow<'imports'> = {
    collection: 'imports',
    id,
    insert: {
      kind: query.kind,
      fileName: query.name ?? '粘贴的内容',
      unit,
      activity,
      importedBy: staff.id,
      state: 'reading',
      rows: 0,
      claim,
      createdAt: at,
      updatedAt: at,
    },
  }
  try {
    await swap(req, [], [row])
  } catch (error) {
    await giveBack()
    throw isDuplicate(error) ? new AppError('import-busy') : error
  }
  try {
    await syncedOnce(req, () => storeRows(req, { id, unit, kind: query.kind }, file, now))
  } catch (error) {
    await removeImport(req, id)
    throw error
  }
  return { id, isNew: true }
}

/** The unit that it belongs to, and the activity of a sign-in sheet. */
async function placeOf(
  req: PayloadRequest,
  { kind, unit, activity }: UploadQuery,
  now: Date,
): Promise<{ unit: string; activity: string | null }> {
  if (kind === 'units' && !(await mayMakeUnits(req)))
    throw new AppError('forbidden', '组织单位由组织部门新增，请联系组织部门。')
  if (kind !== 'signInSheet') {
    if (activity !== undefined)
      throw new AppError('invalid-input', '只有签到表属于一场活动。', { activity: '此处不用选活动' })
    const chosen = unit ?? unitOf(requireStaff(req))
    if (!(await isUnitInScope(req, chosen)))
      throw new AppError('forbidden', '所选单位不在您的管理范围内，请选择本单位或下级单位。')
    if (!(await findRow(req, 'units', chosen))) throw new AppError('not-found')
    return { unit: chosen, activity: null }
  }
  if (activity === undefined)
    throw new AppError('invalid-input', '请选择签到表是哪一场活动的。', { activity: '请选择活动' })
  const found = await findRow(req, 'activities', activity)
  if (!found || !(await isUnitInScope(req, found.unit))) throw new AppError('not-found')
  requireAllowed('importSheet', found, now)
  return { unit: found.unit, activity }
}

async function sentBefore(req: PayloadRequest, claim: string, now: Date): Promise<ImportRecord | null> {
  const [known] = await findRowsInOrder(req, 'imports', { claim }, 'createdAt', 1)
  if (!known) return null
  if (known.state !== 'reading') return known
  if (Date.parse(known.updatedAt) > now.getTime() - READING_MS)
    throw new AppError('import-busy', '同一个文件正在读取，请稍候。')
  await removeImport(req, known.id)
  return null
}

/** @throws AppError import-unreadable */
async function storeRows(
  req: PayloadRequest,
  { id, unit, kind }: { id: string; unit: string; kind: ImportKind },
  file: Uint8Array,
  now: Date,
): Promise<void> {
  const at = now.toISOString()
  const above: SourceRow[] = []
  let headings: string[] | null = null
  let recognised: Mapping = {}
  let count = 0
  const batch: NewRow<'import_rows'>[] = []
  const store = async (): Promise<void> => {
    if (batch.length === 0) return
    const started = performance.now()
    await swap(req, [], batch.splice(0))
    await sleep(Math.min((performance.now() - started) / 2, 100))
  }
  const take = async ({ number, cells }: SourceRow): Promise<void> => {
    if (cells.every((cell) => cell === '') || isExample(kind, cells, recognised)) return
    if (!isStorable(cells)) throw new AppError('import-unreadable', `第 ${number} 行有不能使用的字符，请删除后重试。`)
    count += 1
    if (count > MAX_IMPORT_ROWS[kind])
      throw new AppError(
        'import-unreadable',
        `一次最多导入 ${MAX_IMPORT_ROWS[kind].toLocaleString('zh-CN')} 行，请分成几个文件。`,
      )
    const insert = {
      import: id,
      unit,
      number,
      values: cells,
      outcome: 'waiting' as const,
      createdAt: at,
      updatedAt: at,
    }
    batch.push({ collection: 'import_rows', id: newId(req.payload), insert })
    if (batch.length >= BATCH) await store()
  }
  /** The headings are found once, among the first rows; what stands above them is no row. */
  const begin = async (): Promise<void> => {
    const place = headingRowOf(
      kind,
      above.map(({ cells }) => cells),
    )
    headings = above[place]?.cells ?? []
    recognised = mappingOf(kind, headings)
    for (const row of above.slice(place + 1)) await take(row)
  }
  for await (const row of readFile(file)) {
    if (headings === null) {
      above.push(row)
      if (above.length >= MAX_ABOVE) await begin()
    } else await take(row)
  }
  if (headings === null) await begin()
  await store()
  if (count === 0) {
    const [first, second] = IMPORT_COLUMNS[kind]
    const such = `“${first?.label}”“${second?.label}”`
    throw new AppError('import-unreadable', `文件里没有数据：第一行应为标题，如${such}，下面逐行填写。`)
  }
  const found: string[] = headings ?? []
  const mapping = mappingAsBefore(kind, found, await lastMapping(req, unit, kind))
  const stored = await findRow(req, 'imports', id)
  if (!stored) throw new AppError('import-busy')
  const line = auditLine(
    req,
    {
      action: 'created',
      subjectCollection: 'imports',
      subject: id,
      details: { content: IMPORT_KINDS[kind], rows: count },
    },
    now,
  )
  const set = { state: 'read' as const, headings: found, mapping, rows: count, updatedAt: new Date().toISOString() }
  await runInTransaction(req, async () => {
    // Nothing refers to what is deleted at this moment.
    for (const [collection, held] of [
      ['staff', stored.importedBy],
      ['units', stored.unit],
      ['activities', stored.activity],
    ] as const)
      if (held && !(await holdRecords(req, collection, [held]))) throw new AppError('not-found')
    if (!(await swap(req, [{ collection: 'imports', id, revision: stored.revision, set }], [line])))
      throw new AppError('import-busy')
  })
}

/** How the columns were named the last time that the unit brought in such a file. */
async function lastMapping(req: PayloadRequest, unit: string, kind: ImportKind) {
  const rows = await findRowsBy(req, 'imports', { unit, kind }, ['createdAt', 'headings', 'mapping', 'state'])
  const [last] = rows
    .filter(({ state, mapping, headings }) => state !== 'reading' && state !== 'read' && mapping && headings)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  return last ? { headings: last.headings ?? [], mapping: last.mapping ?? {} } : null
}
