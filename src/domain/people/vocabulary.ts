/** One person can be several of these at once. */
export const PERSON_KINDS = {
  volunteer: '志愿者',
  partyMember: '在职党员（双报到）',
  rider: '新就业群体（骑手、快递员、网约车司机等）',
  resident: '居民',
} as const
export type PersonKind = keyof typeof PERSON_KINDS

/** The meaning of each for people who tick it for themselves. */
export const PERSON_KIND_HINTS: Record<PersonKind, string> = {
  volunteer: '参加或愿意参加志愿服务的人。',
  partyMember: '组织关系在工作单位、到社区报到的党员。这是敏感个人信息：勾选即表示您单独同意我们只为组织工作使用它。',
  rider: '在平台上接单、送件、开车的人，兼职的也算。',
  resident: '住在本县、参加社区活动的人。',
}

export const GENDERS = { male: '男', female: '女' } as const
export type Gender = keyof typeof GENDERS
