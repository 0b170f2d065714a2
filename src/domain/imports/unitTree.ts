import type { RowProblem } from './vocabulary.ts'

/** A unit as a row names it; an empty parent is the unit of the import. */
export interface SaidUnit {
  name: string
  parentName: string
  /** Its own row has a fault: nothing can stand below it, unless the unit is there already. */
  isFaulty: boolean
}

export interface KnownUnit {
  id: string
  name: string
  parent: string | null
}

/** Where the unit of a row stands in the tree. Equal keys are the same unit. */
export type Place =
  | { is: 'known'; key: string; unit: KnownUnit }
  | { is: 'new'; key: string; parent: GoodPlace; level: number }
  | { is: 'faulty'; problem: RowProblem }
type GoodPlace = Exclude<Place, { is: 'faulty' }>

/** A unit is the same if it has the same name, which is one line, below the same parent: its id, or its own key. */
export const unitKey = (parent: string | null, name: string): string => `${parent ?? ''}\n${name}`

/** Levels of a file, one below the other: a county has five. */
const MAX_LEVELS = 10

/**
 * Finds the place of each unit of a file, whose rows may stand in any order: those first whose parent no row names,
 * then, level by level, those whose parents are placed. The rest go round in a circle.
 *
 * @param known units that are there, at least those by whose names the rows call themselves or a parent
 * @param top the unit of the import; null when it is gone
 */
export function placeUnits(said: SaidUnit[], known: KnownUnit[], top: KnownUnit | null): (unit: SaidUnit) => Place {
  const open = new Map<string, SaidUnit>()
  for (const one of said) if (!open.has(pairOf(one)) || !one.isFaulty) open.set(pairOf(one), one)
  const pairs = byName([...open].map(([pair, { name }]) => ({ pair, name })))
  const units = byName(known)
  const places = new Map<string, Place>()

  const rowsAbove = (own: string, { parentName }: SaidUnit): string[] =>
    parentName === '' ? [] : (pairs.get(parentName) ?? []).map(({ pair }) => pair).filter((pair) => pair !== own)

  const placeOf = (own: string, one: SaidUnit, level: number): Place => {
    const namesakes = units.get(one.name) ?? []
    if (one.parentName === '') {
      const itself = namesakes.find(({ id, parent }) => parent === null || id === top?.id)
      if (itself) return there(itself)
      return top ? below(there(top), one.name, namesakes, level) : faulty('unit-unknown')
    }
    const candidates = new Map<string, Place>((units.get(one.parentName) ?? []).map((unit) => [unit.id, there(unit)]))
    for (const pair of rowsAbove(own, one)) {
      const place = places.get(pair) ?? faulty('parent-circle')
      candidates.set(place.is === 'known' ? place.unit.id : place.is === 'new' ? place.key : pair, place)
    }
    const [parent, ...others] = candidates.values()
    if (others.length > 0) return faulty('unit-ambiguous')
    if (!parent) return faulty(one.name === one.parentName ? 'parent-circle' : 'parent-unknown')
    return parent.is === 'faulty' ? faulty('parent-faulty') : below(parent, one.name, namesakes, level)
  }

  for (let level = 1; level <= MAX_LEVELS; level += 1) {
    const next = [...open].filter(([pair, one]) => rowsAbove(pair, one).every((above) => places.has(above)))
    if (next.length === 0) break
    const placed = next.map(([pair, one]) => [pair, one, placeOf(pair, one, level)] as const)
    for (const [pair, { isFaulty }, place] of placed) {
      places.set(pair, isFaulty && place.is === 'new' ? faulty('parent-faulty') : place)
      open.delete(pair)
    }
  }
  return (unit) => places.get(pairOf(unit)) ?? faulty('parent-circle')
}

const pairOf = ({ parentName, name }: SaidUnit): string => JSON.stringify([parentName, name])

function byName<T extends { name: string }>(items: T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const item of items) {
    const namesakes = found.get(item.name)
    if (namesakes) namesakes.push(item)
    else found.set(item.name, [item])
  }
  return found
}

const faulty = (problem: RowProblem): Place => ({ is: 'faulty', problem })
const there = (unit: KnownUnit): GoodPlace => ({ is: 'known', key: unitKey(unit.parent, unit.name), unit })

/** The unit of that name below this one: there already, or new. */
function below(parent: GoodPlace, name: string, namesakes: KnownUnit[], level: number): Place {
  const above = parent.is === 'known' ? parent.unit.id : null
  const found = above === null ? undefined : namesakes.find((unit) => unit.parent === above)
  if (found) return there(found)
  return { is: 'new', key: unitKey(above ?? parent.key, name), parent, level }
}
