/** A NUL character, or half of a character outside the basic plane: neither database keeps them as they came. */
const UNSTORABLE = /[\0\p{Cs}]/u
/** Records are flat, filters nearly so; what nests deeper only wears out the stack of whoever looks at it next. */
const MAX_DEPTH = 32

/** Whether every text in the value, and every key, can be stored and found again, and the value is of sane depth. */
export function isStorable(value: unknown): boolean {
  // A list of what is still to be looked at instead of recursion: a body may nest deeper than the stack.
  const open = [{ value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: current, depth } = next
    if (typeof current === 'string' && UNSTORABLE.test(current)) return false
    if (typeof current !== 'object' || current === null) continue
    if (depth === MAX_DEPTH) return false
    for (const [key, inner] of Object.entries(current))
      open.push({ value: key, depth }, { value: inner, depth: depth + 1 })
  }
  return true
}
