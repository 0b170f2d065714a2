import type { UnitChoice } from '../operations/units/listOwnUnits.ts'

/** The choices of a picker of a unit, each below the one that it belongs to. */
export function UnitOptions({ units }: { units: UnitChoice[] }) {
  return units.map((unit) => (
    <option key={unit.id} value={unit.id}>
      {indented(unit)}
    </option>
  ))
}

export const indented = ({ name, level }: Pick<UnitChoice, 'name' | 'level'>): string => `${'　'.repeat(level)}${name}`
