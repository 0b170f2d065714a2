/**
 * A small repeatable source of numbers (mulberry32): the same seed gives the same county on every machine. Not for
 * secrets.
 */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  shuffled<T>(from: readonly T[]): T[]
  /** `count` different members of `from`, or all of them when there are fewer. */
  sample<T>(from: readonly T[], count: number): T[]
}

export function randomFrom(seed: string): Random {
  let state = Buffer.from(seed).reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619), 2_166_136_261)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(from: readonly T[]): T => at(from, int(0, from.length - 1))
  const shuffled = <T>(from: readonly T[]): T[] => {
    const items = [...from]
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = int(0, last)
      ;[items[last], items[other]] = [at(items, other), at(items, last)]
    }
    return items
  }
  const sample = <T>(from: readonly T[], count: number): T[] => {
    if (count * 3 >= from.length) return shuffled(from).slice(0, count)
    const chosen = new Set<T>()
    while (chosen.size < count) chosen.add(pick(from))
    return [...chosen]
  }
  return { next, int, chance: (probability) => next() < probability, pick, shuffled, sample }
}

/** The member at `index`, counted round and round. Throws on an empty list. */
export function at<T>(from: readonly T[], index: number): T {
  const found = from[index % from.length]
  if (found === undefined) throw new Error('Nothing to choose from')
  return found
}

/** Splits `total` into `parts` whole numbers of at least `least` each, unevenly, that add up to exactly `total`. */
export function apportion(random: Random, total: number, parts: number, least: number): number[] {
  const weights = Array.from({ length: parts }, () => 0.3 + random.next() * random.next() * 2)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const free = total - parts * least
  if (free < 0) throw new Error(`${total} cannot be split into ${parts} parts of at least ${least}`)
  let seen = 0
  let given = 0
  return weights.map((weight) => {
    seen += weight
    const upTo = Math.round((free * seen) / sum)
    const share = upTo - given
    given = upTo
    return least + share
  })
}
