import type { CollectionSlug, Payload } from 'payload'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { PLACES, type Place, type Role, type Subject } from './accessRules.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeProgramme,
  makeRegistration,
  makeStaff,
  makeStation,
  makeTarget,
  makeUnit,
  makeUnitTree,
  PASSWORD,
} from './fixtures.ts'
import { ask } from './http.ts'
import { tokenOf } from './tokens.ts'

/** Texts that must be found nowhere but where the rules put them. Each stands in one record and nowhere else. */
export const SECRETS = {
  own: {
    phone: '15400010001',
    email: 'rider-a@example.org',
    idNumber: '440000200001010001',
    note: 'NOTE-OF-A',
    wish: 'WISH-OF-A',
    feedback: 'FEEDBACK-OF-A',
    evaluationNote: 'WORD-ON-A',
    training: 'TRAINING-OF-A',
    award: 'AWARD-OF-A',
    revocation: 'REVOKED-OF-A',
    words: 'WORDS-TO-A',
    contact: 'DUTY-DESK-OF-OWN',
    source: 'PAPER-OF-A',
  },
  other: {
    phone: '15400020002',
    email: 'rider-b@example.org',
    idNumber: '440000200002020002',
    note: 'NOTE-OF-B',
    wish: 'WISH-OF-B',
    feedback: 'FEEDBACK-OF-B',
    evaluationNote: 'WORD-ON-B',
    training: 'TRAINING-OF-B',
    award: 'AWARD-OF-B',
    revocation: 'REVOKED-OF-B',
    words: 'WORDS-TO-B',
    contact: 'DUTY-DESK-OF-OTHER',
    source: 'PAPER-OF-B',
  },
} as const

/** How one kind of record is made, sent and changed. `create` is what a client would send. */
export interface SubjectInPractice {
  collection: CollectionSlug
  make(place: Place): Promise<{ id: string }>
  /** Another record than `make` gives, where deleting that one would end a session. */
  makeToDelete?(place: Place): Promise<{ id: string }>
  create(place: Place): Promise<Record<string, unknown>>
  /** A harmless change, and a text of its own each time. */
  field: string
}

/** Two fields of each form that staff edit records in, with what one and another may write there. */
export const FORMS: Partial<
  Record<Subject, { mine: [field: string, one: unknown, another: unknown]; theirs: [field: string, value: unknown] }>
> = {
  'activities, published or cancelled': { mine: ['description', '带伞', '不带伞'], theirs: ['place', '乙地'] },
  'duties, in use': { mine: ['title', '邻里纠纷', '噪声扰民'], theirs: ['aspect', '环境卫生'] },
  people: { mine: ['name', '张三', '李四'], theirs: ['skills', '急救'] },
  programmes: { mine: ['title', '读书会', '朗诵会'], theirs: ['category', 'serving'] },
  staff: { mine: ['name', '王五', '赵六'], theirs: ['role', 'town'] },
  stations: { mine: ['name', '驿站甲', '驿站乙'], theirs: ['address', '二路 2 号'] },
  targets: { mine: ['lines', ['riders', 'pairing'], ['programmes']], theirs: ['title', '另一个目标'] },
  templates: { mine: ['title', '义剪', '义诊'], theirs: ['place', '乙地'] },
  units: { mine: ['name', '丙社区', '丁社区'], theirs: ['contact', '0752-1234567'] },
}

export interface AccessWorld {
  tokens: Record<Role, string | undefined>
  staff: Record<'organiser' | 'organiserElsewhere' | 'town' | 'townElsewhere' | 'department', Staff>
  people: Record<Place, Person>
  units: Record<Place, string>
  /** Held, with both people present and a note on each. */
  activities: Record<Place, Activity>
  drafts: Record<Place, Activity>
  registrations: Record<Place, Registration>
  practice: Record<Subject, SubjectInPractice>
}

export async function makeAccessWorld(payload: Payload): Promise<AccessWorld> {
  const tree = await makeUnitTree(payload)
  const unit = { own: tree.community, other: tree.otherCommunity }
  const staff = {
    organiser: await makeStaff(payload, 'organiser', tree.community, { email: 'organiser-own@example.org' }),
    organiserElsewhere: await makeStaff(payload, 'organiser', tree.otherCommunity, {
      email: 'organiser-elsewhere@example.org',
    }),
    town: await makeStaff(payload, 'town', tree.town, { email: 'town-own@example.org' }),
    townElsewhere: await makeStaff(payload, 'town', tree.otherTown, { email: 'town-elsewhere@example.org' }),
    department: await makeStaff(payload, 'department', tree.county, { email: 'department@example.org' }),
  }
  const people = { own: await personOf('own'), other: await personOf('other') }
  const organisers = { own: staff.organiser, other: staff.organiserElsewhere }

  async function personOf(place: Place): Promise<Person> {
    const { phone, email, idNumber } = SECRETS[place]
    await payload.update({
      collection: 'units',
      id: unit[place].id,
      data: { contact: SECRETS[place].contact, memberCount: place === 'own' ? 11 : 7 },
      overrideAccess: true,
    })
    return makePerson(payload, {
      name: place === 'own' ? '甲骑手' : '乙骑手',
      phone,
      email,
      idNumber,
      unit: unit[place].id,
    })
  }
  const signUp = async (place: Place): Promise<Registration> =>
    makeRegistration(payload, await makeActivity(payload, unit[place]), people[place])
  const attended = async (place: Place): Promise<[Activity, Registration]> => {
    const activity = await makeActivity(payload, unit[place], {
      startsAt: hoursFromNow(-3),
      endsAt: hoursFromNow(-1),
      ledger: 'service',
    })
    const { id } = await makeRegistration(payload, activity, people[place])
    const registration = await payload.update({
      collection: 'registrations',
      id,
      data: { attendance: 'present', note: SECRETS[place].note },
      depth: 0,
      overrideAccess: false,
      user: organisers[place],
    })
    return [activity, registration]
  }
  const [held, heldElsewhere] = [await attended('own'), await attended('other')]

  let count = 0
  const named = (what: string): string => `${what} ${(count += 1)}`
  const activityBody = (place: Place, status: 'published' | 'draft') => ({
    title: named('活动'),
    line: 'visiting',
    unit: unit[place].id,
    startsAt: hoursFromNow(24),
    endsAt: hoursFromNow(26),
    place: '一号楼',
    ledger: 'participation',
    status,
  })
  const templateBody = (place: Place) => ({
    name: named('模板'),
    title: named('活动'),
    line: 'visiting' as const,
    unit: unit[place].id,
    place: '一号楼',
    duration: 90,
    ledger: 'participation' as const,
  })
  const stationBody = (place: Place) => ({
    name: named('驿站'),
    level: 'nest',
    unit: unit[place].id,
    address: '一路 1 号',
    openingHours: '08:00–20:00',
  })
  const system = { depth: 0, overrideAccess: true } as const

  const correction = async (place: Place, registration: Registration, wish: string) =>
    payload.create({
      collection: 'corrections',
      data: {
        registration: registration.id,
        activity: String(registration.activity),
        unit: unit[place].id,
        person: people[place].id,
        wish,
        status: 'open',
        openFor: registration.id,
      },
      ...system,
    })
  const appointmentBody = (place: Place) => ({
    post: 'commissioner' as const,
    unit: unit[place].id,
    person: people[place].id,
    standing: 'current' as const,
    from: '2026-01-01',
    source: named('任字'),
    holds: named('holds'),
  })
  const dutyBody = (active: boolean) => ({
    code: named('A'),
    title: named('事项'),
    class: '平安建设',
    aspect: '矛盾纠纷',
    publicLabel: '邻里纠纷',
    kind: 'dispute' as const,
    complexity: 'ordinary' as const,
    active,
  })
  const messageBody = (place: Place, registration: Registration) => ({
    key: named('message-key'),
    kind: 'confirmed' as const,
    reference: named('told-about'),
    registration: registration.id,
    activity: String(registration.activity),
    unit: unit[place].id,
    person: people[place].id,
    state: 'waiting' as const,
    dueAt: hoursFromNow(1),
    attempts: 0,
    doubts: 0,
    error: named('SMTP'),
  })
  const doorLinkBody = (place: Place) => ({
    activity: (place === 'own' ? held : heldElsewhere)[0].id,
    label: named('协助者'),
    madeBy: organisers[place].id,
    slot: named('slot'),
    tokenHash: named('hash'),
  })
  const broadcastBody = (place: Place) => ({
    activity: (place === 'own' ? held : heldElsewhere)[0].id,
    unit: unit[place].id,
    audience: 'all' as const,
    text: named('请带雨具'),
    sentBy: organisers[place].id,
    unnotified: false,
    claim: named('claim-of-words'),
  })
  const definitionBody = () => ({
    name: named('常用导出'),
    format: 'xlsx' as const,
    columns: ['title', 'name'],
    filters: { line: 'riders' },
  })
  const importBody = (place: Place) => ({
    kind: 'people' as const,
    fileName: named('志愿者名单'),
    unit: unit[place].id,
    importedBy: organisers[place].id,
    state: 'checked' as const,
    rows: 1,
    claim: named('claim-of-file'),
  })
  const importedRowBody = (place: Place, source: string, values = [named('林小燕')]) => ({
    import: source,
    unit: unit[place].id,
    person: people[place].id,
    number: 2,
    values,
    outcome: 'known' as const,
  })
  const trainingBody = (place: Place) => ({
    person: people[place].id,
    unit: unit[place].id,
    title: named('培训'),
    hours: 2,
    host: '县志愿者协会',
    date: hoursFromNow(-48),
  })
  const awardBody = (place: Place) => ({
    person: people[place].id,
    unit: unit[place].id,
    title: named('优秀志愿者'),
    grantor: '镇人民政府',
    date: hoursFromNow(-48),
  })
  const certificateBody = (place: Place) => ({
    number: named('XF'),
    kind: 'activity' as const,
    person: people[place].id,
    unit: unit[place].id,
    issuer: '甲社区',
    issuedAt: hoursFromNow(-1),
    from: hoursFromNow(-3),
    to: hoursFromNow(-3),
    minutes: 120,
    facts: JSON.stringify({ name: people[place].name }),
    seal: named('seal'),
    claim: named('claim'),
  })
  for (const place of PLACES) {
    const registration = place === 'own' ? held[1] : heldElsewhere[1]
    const { wish, feedback, evaluationNote, training, award, revocation, words, source: paper } = SECRETS[place]
    await correction(place, registration, wish)
    await payload.create({ collection: 'messages', data: messageBody(place, registration), ...system })
    const said = { ...broadcastBody(place), text: words }
    const { id: broadcast } = await payload.create({ collection: 'broadcasts', data: said, ...system })
    const told = { ...messageBody(place, registration), kind: 'broadcast' as const, broadcast }
    await payload.create({ collection: 'messages', data: told, ...system })
    await payload.update({
      collection: 'registrations',
      id: registration.id,
      data: { feedback, rating: 4, evaluation: 'good', evaluationNote },
      ...system,
    })
    const source = await payload.create({ collection: 'imports', data: importBody(place), ...system })
    const cells = importedRowBody(place, source.id, [wish])
    await payload.create({ collection: 'import_rows', data: cells, ...system })
    await payload.create({ collection: 'trainings', data: { ...trainingBody(place), title: training }, ...system })
    await payload.create({ collection: 'awards', data: { ...awardBody(place), title: award }, ...system })
    await payload.create({ collection: 'appointments', data: { ...appointmentBody(place), source: paper }, ...system })
    await payload.create({
      collection: 'certificates',
      data: { ...certificateBody(place), revokedAt: hoursFromNow(-1), revocationReason: revocation },
      ...system,
    })
  }

  const practice: Record<Subject, SubjectInPractice> = {
    'activities, published or cancelled': {
      collection: 'activities',
      make: (place) => makeActivity(payload, unit[place]),
      create: async (place) => activityBody(place, 'published'),
      field: 'place',
    },
    'activities, draft': {
      collection: 'activities',
      make: (place) => makeActivity(payload, unit[place], { status: 'draft' }),
      create: async (place) => activityBody(place, 'draft'),
      field: 'place',
    },
    templates: {
      collection: 'templates',
      make: (place) => payload.create({ collection: 'templates', data: templateBody(place), ...system }),
      create: async (place) => templateBody(place),
      field: 'place',
    },
    registrations: {
      collection: 'registrations',
      make: signUp,
      create: async (place) => ({ activity: (await makeActivity(payload, unit[place])).id, person: people[place].id }),
      field: 'note',
    },
    trainings: {
      collection: 'trainings',
      make: (place) => payload.create({ collection: 'trainings', data: trainingBody(place), ...system }),
      create: async (place) => trainingBody(place),
      field: 'title',
    },
    awards: {
      collection: 'awards',
      make: (place) => payload.create({ collection: 'awards', data: awardBody(place), ...system }),
      create: async (place) => awardBody(place),
      field: 'title',
    },
    appointments: {
      collection: 'appointments',
      make: (place) => payload.create({ collection: 'appointments', data: appointmentBody(place), ...system }),
      create: async (place) => appointmentBody(place),
      field: 'source',
    },
    'duties, in use': {
      collection: 'duties',
      make: () => payload.create({ collection: 'duties', data: dutyBody(true), ...system }),
      create: async () => dutyBody(true),
      field: 'title',
    },
    'duties, no longer used': {
      collection: 'duties',
      make: () => payload.create({ collection: 'duties', data: dutyBody(false), ...system }),
      create: async () => dutyBody(false),
      field: 'title',
    },
    corrections: {
      collection: 'corrections',
      make: async (place) => correction(place, await signUp(place), named('更正')),
      create: async (place) => {
        const registration = await signUp(place)
        return {
          registration: registration.id,
          activity: registration.activity,
          unit: unit[place].id,
          person: people[place].id,
          wish: named('请更正'),
          status: 'open',
          openFor: registration.id,
        }
      },
      field: 'wish',
    },
    certificates: {
      collection: 'certificates',
      make: (place) => payload.create({ collection: 'certificates', data: certificateBody(place), ...system }),
      create: async (place) => certificateBody(place),
      field: 'issuer',
    },
    messages: {
      collection: 'messages',
      make: async (place) =>
        payload.create({ collection: 'messages', data: messageBody(place, await signUp(place)), ...system }),
      create: async (place) => messageBody(place, await signUp(place)),
      field: 'error',
    },
    broadcasts: {
      collection: 'broadcasts',
      make: (place) => payload.create({ collection: 'broadcasts', data: broadcastBody(place), ...system }),
      create: async (place) => broadcastBody(place),
      field: 'text',
    },
    imports: {
      collection: 'imports',
      make: (place) => payload.create({ collection: 'imports', data: importBody(place), ...system }),
      create: async (place) => importBody(place),
      field: 'fileName',
    },
    import_rows: {
      collection: 'import_rows',
      make: async (place) => {
        const source = await payload.create({ collection: 'imports', data: importBody(place), ...system })
        return payload.create({ collection: 'import_rows', data: importedRowBody(place, source.id), ...system })
      },
      create: async (place) => {
        const source = await payload.create({ collection: 'imports', data: importBody(place), ...system })
        return importedRowBody(place, source.id)
      },
      field: 'key',
    },
    people: {
      collection: 'people',
      make: (place) => makePerson(payload, { unit: unit[place].id }),
      create: async (place) => ({ name: named('骑手'), unit: unit[place].id }),
      field: 'area',
    },
    targets: {
      collection: 'targets',
      make: () => makeTarget(payload, { lines: ['riders'] }),
      create: async () => ({ title: named('目标'), measure: 'matters', goal: 10 }),
      field: 'openingSource',
    },
    stations: {
      collection: 'stations',
      make: (place) => makeStation(payload, unit[place]),
      create: async (place) => stationBody(place),
      field: 'address',
    },
    programmes: {
      collection: 'programmes',
      make: () => makeProgramme(payload),
      create: async () => ({ title: named('系列'), category: 'serving' }),
      field: 'description',
    },
    units: {
      collection: 'units',
      make: (place) => makeUnit(payload, 'compound', unit[place]),
      create: async (place) => ({ name: named('小区'), kind: 'compound', parent: unit[place].id }),
      field: 'contact',
    },
    staff: {
      collection: 'staff',
      make: async (place) => organisers[place],
      makeToDelete: (place) => makeStaff(payload, 'organiser', unit[place]),
      create: async (place) => ({
        name: named('组织者'),
        email: `made-${(count += 1)}@example.org`,
        password: PASSWORD,
        role: 'organiser',
        unit: unit[place].id,
      }),
      field: 'name',
    },
    'export-definitions': {
      collection: 'export-definitions',
      make: (place) =>
        payload.create({
          collection: 'export-definitions',
          data: { ...definitionBody(), owner: organisers[place].id },
          ...system,
        }),
      create: async () => definitionBody(),
      field: 'name',
    },
    audit: {
      collection: 'audit',
      make: () =>
        payload.create({ collection: 'audit', data: { action: 'viewed', summary: named('查看人员') }, ...system }),
      create: async () => ({ action: 'viewed', summary: named('查看人员') }),
      field: 'reason',
    },
    codes: {
      collection: 'codes',
      make: () =>
        payload.create({
          collection: 'codes',
          data: {
            contactHash: named('c'),
            addressHash: 'a',
            codeHash: 'h',
            expiresAt: hoursFromNow(1),
            tries: 0,
            triesElsewhere: 0,
          },
          ...system,
        }),
      create: async () => ({
        contactHash: named('c'),
        addressHash: 'a',
        codeHash: 'h',
        expiresAt: hoursFromNow(1),
        tries: 0,
        triesElsewhere: 0,
      }),
      field: 'codeHash',
    },
    'idempotency-keys': {
      collection: 'idempotency-keys',
      make: () =>
        payload.create({
          collection: 'idempotency-keys',
          data: { keyHash: named('k'), requestHash: 'r', leaseUntil: hoursFromNow(1), expiresAt: hoursFromNow(1) },
          ...system,
        }),
      create: async () => ({
        keyHash: named('k'),
        requestHash: 'r',
        leaseUntil: hoursFromNow(1),
        expiresAt: hoursFromNow(1),
      }),
      field: 'requestHash',
    },
    limits: {
      collection: 'limits',
      make: () =>
        payload.create({
          collection: 'limits',
          data: { keyHash: named('l'), used: 1, expiresAt: hoursFromNow(1) },
          ...system,
        }),
      create: async () => ({ keyHash: named('l'), used: 1, expiresAt: hoursFromNow(1) }),
      field: 'keyHash',
    },
    'one-time-links': {
      collection: 'one-time-links',
      make: () =>
        payload.create({
          collection: 'one-time-links',
          data: { purpose: named('p'), tokenHash: 'h', expiresAt: hoursFromNow(1) },
          ...system,
        }),
      create: async () => ({ purpose: named('p'), tokenHash: 'h', expiresAt: hoursFromNow(1) }),
      field: 'tokenHash',
    },
    'door-links': {
      collection: 'door-links',
      make: async (place) => payload.create({ collection: 'door-links', data: doorLinkBody(place), ...system }),
      create: async (place) => doorLinkBody(place),
      field: 'label',
    },
    'staff-logins': {
      collection: 'staff-logins',
      make: () =>
        payload.create({
          collection: 'staff-logins',
          data: { sid: named('s'), device: 'd', network: 'n', usedAt: hoursFromNow(0), expiresAt: hoursFromNow(1) },
          ...system,
        }),
      create: async () => ({
        sid: named('s'),
        device: 'd',
        network: 'n',
        usedAt: hoursFromNow(0),
        expiresAt: hoursFromNow(1),
      }),
      field: 'device',
    },
    'payload-locked-documents': {
      collection: 'payload-locked-documents',
      make: (place) =>
        payload.create({
          collection: 'payload-locked-documents',
          data: { globalSlug: named('lock'), user: { relationTo: 'staff', value: organisers[place].id } },
          ...system,
        }),
      create: async (place) => ({
        globalSlug: named('lock'),
        user: { relationTo: 'staff', value: organisers[place].id },
      }),
      field: 'globalSlug',
    },
  }

  return {
    tokens: {
      anonymous: undefined,
      personA: await tokenOf(payload, people.own),
      personB: await tokenOf(payload, people.other),
      organiser: await logIn(staff.organiser),
      organiserElsewhere: await logIn(staff.organiserElsewhere),
      town: await logIn(staff.town),
      townElsewhere: await logIn(staff.townElsewhere),
      department: await logIn(staff.department),
    },
    staff,
    people,
    units: { own: tree.community.id, other: tree.otherCommunity.id },
    activities: { own: held[0], other: heldElsewhere[0] },
    drafts: {
      own: await makeActivity(payload, unit.own, { status: 'draft' }),
      other: await makeActivity(payload, unit.other, { status: 'draft' }),
    },
    registrations: { own: held[1], other: heldElsewhere[1] },
    practice,
  }
}

/** The collection of a subject: `activities, draft` are activities. */
export const collectionOf = (subject: string): string => subject.replace(/,.*/, '')

/** A record in the own unit that nothing else uses. */
export const freshIn = ({ practice }: AccessWorld, subject: Subject): Promise<{ id: string }> => {
  const { make, makeToDelete = make } = practice[subject]
  return makeToDelete('own')
}

export async function logIn({ email }: Pick<Staff, 'email'>): Promise<string> {
  const { status, body } = await ask({ method: 'POST', path: '/staff/login', body: { email, password: PASSWORD } })
  if (status !== 200) throw new Error(`Log-in of ${email} answered ${status}`)
  return (body as { token: string }).token
}
