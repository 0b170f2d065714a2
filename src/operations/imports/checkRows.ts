import type { PayloadRequest } from 'payload'
import { findRowsInOrder, type ImportRecord } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { piecesOf } from '../shared/piecesOf.ts'
import { KINDS } from './kinds.ts'
import { judged, type Verdict } from './verdict.ts'

const BATCH = 100

/** The dry run of the next rows, in their order. @returns false when nothing is left */
export async function checkRows(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  const { judge, isJudgedWhole } = KINDS[source.kind]
  const waiting = { import: source.id, outcome: 'waiting' } as const
  const rows = await findRowsInOrder(req, 'import_rows', waiting, 'number', isJudgedWhole ? undefined : BATCH)
  if (rows.length === 0) return false
  const verdicts = await judge(req, source, rows, now)
  const changes = rows.map((row, index) => judged(row, verdicts[index] as Verdict, now))
  for (const piece of piecesOf(changes, BATCH)) await swap(req, piece)
  return true
}
