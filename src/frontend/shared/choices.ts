import type { UnitKind } from '../../domain/units/vocabulary.ts'

/** Choices of one field under a heading. */
export interface ChoiceGroup {
  label: string
  choices: { id: string; name: string }[]
}

interface UnitToChoose {
  id: string
  name: string
  kind: UnitKind
  parent: string | null
}

/** Units by town, the town itself first; those above all towns stand with the county. */
export function unitsByTown(
  units: UnitToChoose[],
  isChoice: (unit: UnitToChoose) => boolean = () => true,
): ChoiceGroup[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const headOf = (unit: UnitToChoose): UnitToChoose => {
    const parent = unit.kind === 'town' || unit.parent === null ? undefined : byId.get(unit.parent)
    return parent ? headOf(parent) : unit
  }
  const groups = new Map<UnitToChoose, UnitToChoose[]>()
  for (const unit of units) groups.set(headOf(unit), [...(groups.get(headOf(unit)) ?? []), unit])
  return [...groups]
    .map(([head, all]) => ({
      label: head.name,
      choices: [head, ...all.filter((unit) => unit !== head)].filter(isChoice).map(({ id, name }) => ({ id, name })),
    }))
    .filter(({ choices }) => choices.length > 0)
}
