import { randomUUID } from 'node:crypto'
import type { CollectionBeforeChangeHook } from 'payload'

/**
 * Keeps fields that the system alone writes out of every write that goes through Payload: on create they get their
 * initial value, on update they are not written at all, so a form saved from a stale page cannot turn a counter back.
 * `fixed` fields may be given on create and never change after.
 */
export const protectFields =
  (initial: Record<string, number | string | null>, fixed: string[] = []): CollectionBeforeChangeHook =>
  ({ data, operation }) => {
    if (operation === 'create') return { ...data, ...initial }
    const kept = [...Object.keys(initial), ...fixed]
    return Object.fromEntries(Object.entries(data).filter(([name]) => !kept.includes(name)))
  }

/** Gives the row a new revision (see src/database/swap.ts) and, where counters hang on it, marks it for settling. */
export const markChanged =
  (marks: { unsettled?: true } = {}): CollectionBeforeChangeHook =>
  ({ data }) => ({ ...data, ...marks, revision: randomUUID() })
