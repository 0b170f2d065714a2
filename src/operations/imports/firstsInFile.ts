import type { PayloadRequest } from 'payload'
import { findRowsBy, type ImportedRow } from '../../database/rows.ts'

/**
 * By key, the row that says it first: of those checked before and of these. A row that was found faulty is no first:
 * the next may be right.
 */
export async function firstsInFile(
  req: PayloadRequest,
  importId: string,
  rows: ImportedRow[],
  keys: (string | null)[],
): Promise<Map<string, { id: string; number: number }>> {
  const asked = [...new Set(keys.filter((key): key is string => key !== null))]
  const before =
    asked.length === 0
      ? []
      : await findRowsBy(req, 'import_rows', { import: importId, key: asked }, ['id', 'key', 'number', 'outcome'])
  const firsts = new Map<string, { id: string; number: number }>()
  const note = (key: string | null, id: string, number: number): void => {
    const first = key === null ? undefined : firsts.get(key)
    if (key !== null && (!first || number < first.number)) firsts.set(key, { id, number })
  }
  for (const { id, key, number, outcome } of before)
    if (outcome !== 'faulty' && outcome !== 'repeated') note(key, id, number)
  rows.forEach(({ id, number }, index) => note(keys[index] ?? null, id, number))
  return firsts
}
