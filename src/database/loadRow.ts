import DataLoader from 'dataloader'
import type { Reader } from './conditions.ts'
import { findRows, type Rows } from './rows.ts'

type Loaders = { [C in keyof Rows]?: DataLoader<string, Rows[C] | null> }
const loadersOf = new WeakMap<Reader, Loaders>()

/**
 * A row by its id, read together with the others that the request asks for in the same moment: a list makes the titles
 * of all of its lines at once. Nothing is kept for later, since a request may change what it has read.
 */
export function loadRow<C extends keyof Rows>(req: Reader, collection: C, id: string): Promise<Rows[C] | null> {
  const loaders = loadersOf.get(req) ?? {}
  loadersOf.set(req, loaders)
  loaders[collection] ??= new DataLoader<string, Rows[C] | null>(
    async (ids) => {
      const rows = new Map((await findRows(req, collection, [...new Set(ids)])).map((row) => [row.id, row]))
      return ids.map((one) => rows.get(one) ?? null)
    },
    { cache: false },
  ) as Loaders[C]
  return (loaders[collection] as DataLoader<string, Rows[C] | null>).load(id)
}
