/**
 * Who may do what, as the county's rules have it: the expectation that tests/shared/accessMatrix.int.test.ts holds
 * against the running system, and the table of docs/access.md. Written from the rules, never from what the code does.
 */
export const ROLES = {
  anonymous: 'nobody logged in',
  personA: 'the person in the own unit',
  personB: 'the person in the other unit',
  organiser: 'organiser of the own unit',
  organiserElsewhere: 'organiser of the other unit',
  town: 'town above the own unit',
  townElsewhere: 'town above the other unit',
  department: 'department',
} as const
export type Role = keyof typeof ROLES
export const roles = Object.keys(ROLES) as Role[]

/** Where a record belongs: the own unit (and person A), or the unit in another town (and person B). */
export const PLACES = ['own', 'other'] as const
export type Place = (typeof PLACES)[number]

const HERE: Record<Place, Record<'person' | 'organiser' | 'town', Role>> = {
  own: { person: 'personA', organiser: 'organiser', town: 'town' },
  other: { person: 'personB', organiser: 'organiserElsewhere', town: 'townElsewhere' },
}

export const RULES = {
  everyone: { says: 'everyone', allows: () => true },
  nobody: { says: 'nobody', allows: () => false },
  staff: { says: 'any staff', allows: (role: Role) => !/^(anonymous|person)/.test(role) },
  department: { says: 'department', allows: (role: Role) => role === 'department' },
  scope: {
    says: 'staff, own subtree',
    allows: (role: Role, place: Place) => [HERE[place].organiser, HERE[place].town, 'department'].includes(role),
  },
  // Records of both places are of units that have none below them.
  scopeOrAbove: {
    says: 'staff, own subtree and units above',
    allows: (role: Role, place: Place) => [HERE[place].organiser, HERE[place].town, 'department'].includes(role),
  },
  townScope: {
    says: 'town and department, own subtree',
    allows: (role: Role, place: Place) => [HERE[place].town, 'department'].includes(role),
  },
  personOrScope: {
    says: 'the person; staff, own subtree',
    allows: (role: Role, place: Place) =>
      [HERE[place].person, HERE[place].organiser, HERE[place].town, 'department'].includes(role),
  },
  personOrDepartment: {
    says: 'the person; department',
    allows: (role: Role, place: Place) => [HERE[place].person, 'department'].includes(role),
  },
  selfOrTownScope: {
    says: 'oneself; town and department, own subtree',
    allows: (role: Role, place: Place) => [HERE[place].organiser, HERE[place].town, 'department'].includes(role),
  },
  selfOrDepartment: {
    says: 'oneself; department',
    allows: (role: Role, place: Place) => [HERE[place].organiser, 'department'].includes(role),
  },
  owner: {
    says: 'whoever made it',
    allows: (role: Role, place: Place) => role === HERE[place].organiser,
  },
  ownerOrUnit: {
    says: 'whoever made it; once shared, staff of the same unit',
    allows: (role: Role, place: Place) => role === HERE[place].organiser,
  },
} as const satisfies Record<string, { says: string; allows: (role: Role, place: Place) => boolean }>
export type Rule = keyof typeof RULES

interface Rights {
  /** Find, by id, count. */
  read: Rule
  create: Rule
  /** By id, and many by a filter. */
  update: Rule
  /** By id. */
  delete: Rule
  /** Many by a filter, where that is another matter. */
  deleteMany?: Rule
}

/**
 * One line a collection, or a kind of record in it. Targets first: to change one costs a look at every activity there
 * is.
 */
export const RIGHTS = {
  targets: { read: 'everyone', create: 'department', update: 'department', delete: 'department' },
  programmes: { read: 'everyone', create: 'department', update: 'department', delete: 'department' },
  units: { read: 'everyone', create: 'department', update: 'department', delete: 'department' },
  appointments: { read: 'personOrScope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'duties, in use': { read: 'everyone', create: 'department', update: 'department', delete: 'department' },
  'duties, no longer used': { read: 'staff', create: 'department', update: 'department', delete: 'department' },
  stations: { read: 'everyone', create: 'scope', update: 'townScope', delete: 'townScope' },
  'activities, published or cancelled': { read: 'everyone', create: 'scope', update: 'scope', delete: 'scope' },
  'activities, draft': { read: 'scope', create: 'scope', update: 'scope', delete: 'scope' },
  templates: { read: 'scopeOrAbove', create: 'scope', update: 'scope', delete: 'scope' },
  // Deleting one by its id is the contract's cancellation; the record stays.
  registrations: {
    read: 'personOrScope',
    create: 'scope',
    update: 'scope',
    delete: 'personOrScope',
    deleteMany: 'department',
  },
  trainings: { read: 'personOrScope', create: 'scope', update: 'scope', delete: 'scope' },
  awards: { read: 'personOrScope', create: 'scope', update: 'scope', delete: 'scope' },
  corrections: { read: 'personOrScope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  certificates: { read: 'personOrScope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  messages: { read: 'personOrScope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  broadcasts: { read: 'scope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  imports: { read: 'scope', create: 'nobody', update: 'nobody', delete: 'nobody' },
  import_rows: { read: 'personOrDepartment', create: 'nobody', update: 'nobody', delete: 'nobody' },
  people: { read: 'scope', create: 'scope', update: 'scope', delete: 'department' },
  staff: { read: 'selfOrTownScope', create: 'department', update: 'selfOrDepartment', delete: 'department' },
  'export-definitions': { read: 'ownerOrUnit', create: 'staff', update: 'owner', delete: 'owner' },
  audit: { read: 'department', create: 'nobody', update: 'nobody', delete: 'nobody' },
  codes: { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'idempotency-keys': { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  limits: { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'one-time-links': { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'door-links': { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'staff-logins': { read: 'nobody', create: 'nobody', update: 'nobody', delete: 'nobody' },
  'payload-locked-documents': { read: 'staff', create: 'staff', update: 'staff', delete: 'staff' },
} as const satisfies Record<string, Rights>
export type Subject = keyof typeof RIGHTS
export const subjects = Object.keys(RIGHTS) as Subject[]

export const rightsOf = (subject: Subject): Required<Rights> => {
  const rights: Rights = RIGHTS[subject]
  return { ...rights, deleteMany: rights.deleteMany ?? rights.delete }
}

/** The table of docs/access.md. */
export function accessTable(): string {
  const lines = subjects.map((subject) => {
    const rights = rightsOf(subject)
    const removal =
      rights.deleteMany === rights.delete
        ? RULES[rights.delete].says
        : `by id, which cancels: ${RULES[rights.delete].says}; many: ${RULES[rights.deleteMany].says}`
    return `| ${subject} | ${RULES[rights.read].says} | ${RULES[rights.create].says} | ${RULES[rights.update].says} | ${removal} |`
  })
  return ['| records | read | create | update | delete |', '| --- | --- | --- | --- | --- |', ...lines].join('\n')
}
