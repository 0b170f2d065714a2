import type { UnitKind } from '../units/vocabulary.ts'

interface PostFacts {
  label: string
  /** Whether people hold it, or organisations do. */
  holder: 'person' | 'organisation'
  /** The kinds of unit that have such a post. */
  of: UnitKind[]
  /** One holder a unit at a time. */
  isSingle?: true
  /** Anybody may read that it is filled; a name only with its holder's consent. */
  isPublic?: true
}

/** The posts 任职 of the county: 社区党组织—网格长—网格员—指导员 are posts, and no levels of the tree. */
export const POST_FACTS = {
  secretary: { label: '党组织书记', holder: 'person', of: ['town', 'community', 'branch'] },
  commissioner: { label: '社区兼职委员', holder: 'person', of: ['community'], isPublic: true },
  streetCommissioner: { label: '街道兼职委员', holder: 'person', of: ['town'], isPublic: true },
  gridHead: { label: '网格长', holder: 'person', of: ['grid'], isSingle: true, isPublic: true },
  gridFull: { label: '专职网格员', holder: 'person', of: ['grid'] },
  gridPart: { label: '兼职网格员', holder: 'person', of: ['grid'] },
  gridAdviser: { label: '网格指导员', holder: 'person', of: ['grid'] },
  laneChief: { label: '巷长', holder: 'person', of: ['lane'], isSingle: true, isPublic: true },
  buildingHead: { label: '楼长', holder: 'person', of: ['compound'] },
  ownersCommittee: { label: '业主委员会成员', holder: 'person', of: ['compound'] },
  mutualAid: { label: '邻里互助会成员', holder: 'person', of: ['compound'] },
  propertyFirm: { label: '物业企业', holder: 'organisation', of: ['compound'] },
  reportedMember: { label: '报到党员', holder: 'person', of: ['community', 'compound'] },
  reportedOrganisation: { label: '报到单位', holder: 'organisation', of: ['community'] },
  policePartner: { label: '结对公安党支部', holder: 'organisation', of: ['site', 'firm', 'community'] },
  villagePolice: { label: '驻村（居）民警', holder: 'person', of: ['community'] },
  pioneerLandlord: { label: '先锋出租屋房东', holder: 'person', of: ['community', 'grid'] },
} as const satisfies Record<string, PostFacts>
export type Post = keyof typeof POST_FACTS

export const POST_NAMES = Object.keys(POST_FACTS) as Post[]
export const factsOf = (post: Post): PostFacts => POST_FACTS[post]
export const POSTS = Object.fromEntries(POST_NAMES.map((post) => [post, POST_FACTS[post].label])) as Record<
  Post,
  string
>

/** The posts that a unit of this kind has. */
export const postsOf = (kind: UnitKind): Post[] => POST_NAMES.filter((post) => factsOf(post).of.includes(kind))

/** The posts of which each unit of a kind is to have a holder: without one it is listed as vacant. */
export const NEEDED_POSTS = POST_NAMES.filter((post) => factsOf(post).isSingle)

/** The kinds of unit that hold posts of organisations. */
export const HOLDING_KINDS: UnitKind[] = ['organisation', 'firm', 'socialOrganisation', 'branch']

export const STANDINGS = { planned: '未到任', current: '在任', ended: '已结束' } as const
export type Standing = keyof typeof STANDINGS

/** The kind of matter that an item of the list of duties makes, and how soon it is due. */
export const MATTER_KINDS = { demand: '诉求', dispute: '矛盾纠纷', hazard: '风险隐患', care: '关爱服务' } as const
export const COMPLEXITIES = { ordinary: '一般（当日办结）', complex: '复杂（15 日办结）' } as const

/** As many different labels at most stand on a resident's phone. */
export const MOST_PUBLIC_LABELS = 12
