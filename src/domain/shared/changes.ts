type Values = Record<string, unknown>

/** The field in which the admin's form sends the record as it was when the form was opened. Nothing of it is stored. */
export const LOADED = 'loaded'

/** A field as the form names it: that of a group as `group.field`. */
export interface Conflict {
  path: string
  /** The value when the form was opened. */
  loaded: unknown
  mine: unknown
  theirs: unknown
}

/** A conflict as the form shows it, besides the raw value that it goes on with. */
export interface ShownConflict {
  path: string
  label: string
  mine: string
  theirs: string
  current: unknown
}

const isGroup = (value: unknown, path: string, groups: string[]): value is Values =>
  groups.includes(path) && typeof value === 'object' && value !== null

/**
 * Of the values of a form those that were changed since it was opened; `groups` are fields that are made of fields.
 */
export function changesOf(sent: Values, loaded: Values, groups: string[]): Values {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([name, value]) => {
      if (!isGroup(value, name, groups)) return isSameValue(value, loaded[name]) ? [] : [[name, value]]
      const inner = changesOf(value, (loaded[name] ?? {}) as Values, [])
      return Object.keys(inner).length === 0 ? [] : [[name, inner]]
    }),
  )
}

/** The changed fields that somebody else changed meanwhile to something else. */
export function conflictsOf(
  changed: Values,
  loaded: Values,
  current: Values,
  groups: string[],
  prefix = '',
): Conflict[] {
  return Object.entries(changed).flatMap(([name, mine]) => {
    if (isGroup(mine, `${prefix}${name}`, groups))
      return conflictsOf(mine, (loaded[name] ?? {}) as Values, (current[name] ?? {}) as Values, [], `${name}.`)
    const [was, theirs] = [loaded[name], current[name]]
    return isSameValue(was, theirs) || isSameValue(mine, theirs)
      ? []
      : [{ path: `${prefix}${name}`, loaded: was, mine, theirs }]
  })
}

/** Whether two values read the same: nothing is nothing, however it is written, and a reference is its id. */
export const isSameValue = (one: unknown, other: unknown): boolean =>
  JSON.stringify(plain(one)) === JSON.stringify(plain(other))

function plain(value: unknown): unknown {
  if (value === undefined || value === null || value === '' || value === false) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(plain)
  if (typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, inner]) => plain(inner) !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, plain(inner)]))
}
