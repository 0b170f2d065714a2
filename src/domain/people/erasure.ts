import type { Decision } from '../seats/history.ts'

/**
 * How erasure treats a record that belongs to a person. The record goes (`custom: { onErasure: 'deleted' }` of its
 * collection), or it stays and each of these fields becomes the value that stands here, or what the function makes of
 * it: null for what is personal, unless the field says otherwise by its own `custom.onErasure`.
 */
export type OnErasure = 'deleted' | Record<string, unknown>

/** The values that erasure leaves in these fields of a record. */
export function erasedFields(onErasure: Record<string, unknown>, record: object): Record<string, unknown> {
  const values = record as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(onErasure).map(([name, left]) => [
      name,
      typeof left === 'function'
        ? (left as (value: unknown, record: object) => unknown)(values[name] ?? null, record)
        : left,
    ]),
  )
}

/** The decisions stay, since the counters are proved by them; the words go. */
export function withoutReasons(history: unknown): Decision[] | null {
  return Array.isArray(history)
    ? (history as Decision[]).map(({ through: _, ...decision }) => ({ ...decision, reason: '' }))
    : null
}
