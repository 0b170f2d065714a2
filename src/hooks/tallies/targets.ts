import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { CollectionBeforeChangeHook } from 'payload'

/** The fields that decide which records a target counts, and how. */
const COUNTED_BY = ['measure', 'lines', 'themes', 'units', 'from', 'to']

/**
 * Marks a target whose number will be another in the same write as the change, so that no crash can lose it; a new
 * title counts nothing.
 */
export const markRecount: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  const plain = (value: unknown): unknown => (Array.isArray(value) && value.length === 0 ? null : (value ?? null))
  const isSame =
    originalDoc !== undefined &&
    COUNTED_BY.every((name) => !(name in data) || isDeepStrictEqual(plain(data[name]), plain(originalDoc[name])))
  return isSame ? data : { ...data, recount: randomUUID() }
}
