import { isInUse, type StaffRole, type StaffStatus } from '../identity/vocabulary.ts'

/** A member of staff, as far as it matters what they may be responsible for. */
export interface Colleague {
  role: StaffRole
  status?: StaffStatus | null
  unit: string
}

/** A unit with those above it. */
export interface PlacedUnit {
  id: string
  ancestors: string[]
}

export const answersFor = ({ role, unit }: Colleague, { id, ancestors }: PlacedUnit): boolean =>
  role === 'department' || unit === id || ancestors.includes(unit)

/** Why somebody cannot be responsible for activities of all these units; null when they can. */
export function unfitness(colleague: Colleague | null, units: PlacedUnit[]): string | null {
  if (!colleague || !isInUse(colleague)) return '这个账号不在用，请另选一位在用的工作人员。'
  return units.every((unit) => answersFor(colleague, unit)) ? null : '此人的管理范围不包含活动的组织单位，请另选一位。'
}
