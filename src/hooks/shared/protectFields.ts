import { randomUUID } from 'node:crypto'
import type { CollectionBeforeChangeHook } from 'payload'

interface Protected {
  /** Counters and marks: get this value on create, whatever was sent, and are never written after. */
  kept?: Record<string, number | string | null>
  /** May be given on create; later written by src/operations alone. */
  afterCreate?: string[]
  /** Never change after create. */
  fixed?: string[]
}

/**
 * Keeps fields that the system alone writes out of every write that goes through Payload: left out of an update, not
 * written with the value that was read, so that a form saved from a stale page cannot turn a counter back.
 */
export const protectFields =
  ({ kept = {}, afterCreate = [], fixed = [] }: Protected): CollectionBeforeChangeHook =>
  ({ data, operation, originalDoc }) => {
    if (operation === 'create') return { ...data, ...kept }
    const left = [...Object.keys(kept), ...afterCreate]
    const written = Object.fromEntries(Object.entries(data).filter(([name]) => !left.includes(name)))
    return { ...written, ...Object.fromEntries(fixed.map((name) => [name, originalDoc?.[name]])) }
  }

/** Gives the row a new revision (see src/database/swap.ts) and, where counters hang on it, marks it for settling. */
export const markChanged =
  (marks: { unsettled?: true } = {}): CollectionBeforeChangeHook =>
  ({ data }) => ({ ...data, ...marks, revision: randomUUID() })
