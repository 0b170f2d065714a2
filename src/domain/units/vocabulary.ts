export const UNIT_KINDS = {
  county: '县',
  town: '镇（街道）',
  community: '社区（村）',
  organisation: '驻地单位',
  compound: '小区',
  firm: '企业',
  socialOrganisation: '社会组织',
  branch: '党支部',
} as const
export type UnitKind = keyof typeof UNIT_KINDS

export const STATION_LEVELS = { station: '站', nest: '巢', point: '点' } as const
export type StationLevel = keyof typeof STATION_LEVELS
