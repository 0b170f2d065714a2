/** A NUL character, or half of a character outside the basic plane: neither database keeps them as they came. */
const UNSTORABLE = /[\0\p{Cs}]/u

/** Whether every text in the value, however deep, and every key can be stored and found again. */
export function isStorable(value: unknown): boolean {
  // A list of what is still to be looked at instead of recursion: a body may nest deeper than the stack.
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next === 'string' && UNSTORABLE.test(next)) return false
    if (typeof next === 'object' && next !== null) for (const [key, inner] of Object.entries(next)) open.push(key, inner)
  }
  return true
}
