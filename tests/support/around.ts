import type { Payload } from 'payload'
import { connectionOf } from '../../src/database/sqlite.ts'

type Owner = Record<string, (...given: unknown[]) => unknown>
export type Target = [Owner, string]

/** All by which our own rows are written, outside Payload's adapter: a commit on SQLite, each statement on MongoDB. */
export function rowWriters({ db }: Payload): Target[] {
  if (db.name === 'sqlite') return [[connectionOf({ db }) as unknown as Owner, 'write']]
  const { collections } = db as unknown as { collections: Record<string, { collection: object }> }
  return Object.values(collections).flatMap(({ collection }) =>
    methodsOf(collection, 'updateMany', 'bulkWrite', 'insertMany'),
  )
}

/** What is called once for each commit of our own rows. */
export const committers = (payload: Payload): Target[] =>
  payload.db.name === 'sqlite' ? rowWriters(payload) : methodsOf(payload.db, 'commitTransaction')

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

/**
 * Ends the worker at its nth step, before or after that step took effect: from then on nothing it does has any effect.
 */
export function dyingAt(payload: Payload, step: number, when: 'before' | 'after'): { revive(): boolean } {
  let count = 0
  let isDead = false
  const die = (): void => {
    if (isDead) throw new Error('dead')
  }
  const reads = payload.db.name === 'sqlite' ? methodsOf(connectionOf(payload), 'read', 'readOne') : []
  const steps = [
    ...methodsOf(payload.db, 'find', 'findOne', 'create', 'updateOne', 'commitTransaction'),
    ...methodsOf(payload, 'sendEmail'),
    ...rowWriters(payload),
    ...reads,
  ]
  const revive = around(steps, {
    before: () => {
      die()
      count += 1
      // What else is under way when the process dies does not come to an end either.
      isDead = count === step
      if (when === 'before') die()
    },
    after: die,
  })
  return {
    revive: () => {
      revive()
      return isDead
    },
  }
}
