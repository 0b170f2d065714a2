/** Characters of a text of a unit, and the most members: in its form, and in a row of an import. */
export const UNIT_LIMITS = { name: 60, head: 40, contact: 60, dutyPhone: 20, brand: 20, memberCount: 100_000 } as const
