export const UNIT_KINDS = {
  county: '县',
  town: '镇（街道）',
  community: '社区（村）',
  organisation: '驻地单位',
  compound: '小区',
  firm: '企业',
  socialOrganisation: '社会组织',
  branch: '党支部',
  grid: '网格',
  lane: '巷',
  site: '重大项目',
} as const
export type UnitKind = keyof typeof UNIT_KINDS

/** Units that a Party branch is to cover (两个覆盖). */
export const COVERED_KINDS: UnitKind[] = ['compound', 'firm', 'socialOrganisation']

/** Units that people belong to. Grids and lanes divide a community for those who answer for it. */
export const KINDS_TO_BELONG_TO = (Object.keys(UNIT_KINDS) as UnitKind[]).filter(
  (kind) => kind !== 'grid' && kind !== 'lane' && kind !== 'site',
)

export const STATION_LEVELS = { station: '站', nest: '巢', point: '点' } as const
export type StationLevel = keyof typeof STATION_LEVELS
