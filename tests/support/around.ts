import type { Payload } from 'payload'
import { connectionOf } from '../../src/database/sqlite.ts'

type Owner = Record<string, (...given: unknown[]) => unknown>
export type Target = [Owner, string]

/** All by which our own rows are written, outside Payload's adapter: a commit on SQLite, each statement on MongoDB. */
export function rowWriters({ db }: Payload): Target[] {
  if (db.name === 'sqlite') return [[connectionOf({ db }) as unknown as Owner, 'write']]
  const { collections } = db as unknown as { collections: Record<string, { collection: object }> }
  return Object.values(collections).flatMap(({ collection }) => methodsOf(collection, 'updateMany', 'bulkWrite', 'insertMany'))
}

/** What is called once for each commit of our own rows. */
export const committers = (payload: Payload): Target[] => (payload.db.name === 'sqlite' ? rowWriters(payload) : methodsOf(payload.db, 'commitTransaction'))

export const methodsOf = (owner: object, ...names: string[]): Target[] => names.map((name) => [owner as Owner, name])

/** Runs `before` and `after` around every call, which fails when they throw. @returns undoes it */
export function around(targets: Target[], { before, after }: { before?: () => void; after?: () => void }): () => void {
  const undo = targets.map(([owner, name]) => {
    const isOwn = Object.hasOwn(owner, name)
    const real = owner[name]
    if (!real) throw new Error(`No ${name}`)
    owner[name] = function (...given: unknown[]) {
      before?.()
      const result = real.apply(this, given)
      if (!(result instanceof Promise)) {
        after?.()
        return result
      }
      return result.then((value: unknown) => {
        after?.()
        return value
      })
    }
    return () => {
      if (isOwn) owner[name] = real
      else Reflect.deleteProperty(owner, name)
    }
  })
  return () => undo.forEach((one) => one())
}
