import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CollectionSlug, Payload } from 'payload'
import { getMyData } from '../../src/operations/people/getMyData.ts'
import { getMyDataInWords } from '../../src/operations/people/getMyDataInWords.ts'
import { labelOf } from '../../src/operations/shared/valueInWords.ts'
import { roles, RULES, type Role } from '../support/accessRules.ts'
import { makeAccessWorld, SECRETS, type AccessWorld } from '../support/accessWorld.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { keptFrom, MARKS } from '../support/secrets.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { storedValue } from '../support/storedRows.ts'

/**
 * Every role asks everything it can think of, in every way Payload's REST knows (where, sort, select, depth, populate
 * …), and no answer may hold what the rules of docs/access.md keep from it: neither as text, nor as a yes or no.
 */
let app: TestPayload
let payload: Payload
let world: AccessWorld
/** What nobody ever sees: hashes and bookkeeping values as they are stored. */
let sealed: string[]

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeAccessWorld(payload)
  sealed = await storedSeals()
  await ask({ method: 'POST', path: '/codes', body: { phone: SECRETS.own.phone } })
  await ask({ method: 'POST', path: '/payload-locked-documents', token: world.tokens.organiser, body: lockOf(world) })
})
afterAll(() => app.stop())

const lockOf = ({ people, staff }: AccessWorld) => ({
  document: { relationTo: 'people', value: people.own.id },
  user: { relationTo: 'staff', value: staff.organiser.id },
})

async function storedSeals(): Promise<string[]> {
  const seals: unknown[] = []
  for (const { id } of Object.values(world.people)) {
    for (const field of ['phoneHash', 'emailHash', 'phone', 'name', 'idNumber'])
      seals.push(await storedValue(payload, 'people', id, field))
  }
  for (const { id } of Object.values(world.registrations))
    seals.push(await storedValue(payload, 'registrations', id, 'revision'))
  for (const { id } of Object.values(world.activities))
    seals.push(await storedValue(payload, 'activities', id, 'revision'))
  for (const { key, reference } of (
    await payload.db.find<{ key: string; reference: string }>({ collection: 'messages', where: {}, pagination: false })
  ).docs)
    seals.push(key, reference)
  for (const { id } of Object.values(world.staff)) {
    for (const field of ['hash', 'salt']) seals.push(await storedValue(payload, 'staff', id, field))
  }
  expect(seals.every((seal) => typeof seal === 'string' && seal.length > 8)).toBe(true)
  return seals.map(String)
}

const COLLECTIONS = [
  'activities',
  'registrations',
  'corrections',
  'certificates',
  'messages',
  'broadcasts',
  'imports',
  'import_rows',
  'trainings',
  'awards',
  'appointments',
  'duties',
  'people',
  'targets',
  'stations',
  'programmes',
  'units',
  'staff',
  'audit',
  'codes',
  'payload-locked-documents',
  'payload-preferences',
  'payload-kv',
]
const PRIVATE_FIELDS = [
  'phone',
  'phoneHash',
  'email',
  'emailHash',
  'idNumber',
  'name',
  'note',
  'counted',
  'revision',
  'unsettled',
  'contact',
  'memberCount',
  'hash',
  'salt',
  'sessions',
  'codeHash',
  'personName',
  'personPhone',
  'recordedBy',
  'recordedThrough',
  'person',
  'user',
  'answers',
  'wish',
  'answer',
  'openFor',
  'key',
  'reference',
  'error',
  'optedOutAt',
  'notice',
  'untold',
  'reminded',
  'toldNews',
  'minimum',
  'thanksDueAt',
  'feedback',
  'rating',
  'evaluationNote',
  'title',
  'facts',
  'seal',
  'claim',
  'revocationReason',
  'head',
  'issuedBy',
  'revokedBy',
  'text',
  'recipients',
  'sentBy',
  'values',
  'wrote',
  'fileName',
  'headings',
]
const each = (names: string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]))

/** Ways to ask one collection for more than it gives. */
const QUERIES: [string, string][] = [
  ['plain', ''],
  ...[0, 1, 2, 5, 10].map((depth): [string, string] => [`depth ${depth}`, queryOf({ depth })]),
  ['select', queryOf({ select: each(PRIVATE_FIELDS, true), depth: 2 })],
  ['select nothing else', queryOf({ select: each(PRIVATE_FIELDS, true) })],
  ['populate', queryOf({ depth: 10, populate: each(COLLECTIONS, each(PRIVATE_FIELDS, true)) })],
  [
    'joins',
    queryOf({ joins: { registrations: { limit: 10, where: { id: { exists: true } } }, people: { limit: 10 } } }),
  ],
  [
    'trash, drafts, hidden',
    queryOf({
      trash: true,
      draft: true,
      showHiddenFields: true,
      overrideAccess: true,
      disableErrors: true,
      user: 'x',
      depth: 2,
    }),
  ],
  ['locales', queryOf({ locale: 'all', 'fallback-locale': 'zh', fallbackLocale: 'none' })],
  ['everything', queryOf({ limit: 0, pagination: false, depth: 2 })],
]

const ADDRESSES = [
  ...COLLECTIONS.flatMap((collection) => [
    ...QUERIES.map(([, query]) => `/${collection}${query}`),
    `/${collection}/count`,
    `/${collection}/versions`,
    `/${collection}/distinct?field=phone`,
  ]),
  ...['staff', 'people'].flatMap((collection) =>
    ['me', 'me?depth=5&showHiddenFields=true', 'init'].map((path) => `/${collection}/${path}`),
  ),
  ...[
    '/access',
    '/openapi.json',
    '/graphql',
    '/globals/settings',
    '/public/activities',
    '/public/targets',
    '/public/activities?q=rider-a',
    '/public/activities?q=15400010001',
  ],
  ...[
    '/me',
    '/me/registrations',
    '/me/certificates',
    '/exports/participations',
    '/exports/participations?format=csv&fields=phone,name,title',
  ],
]

/** Addresses of single records, known ids given: guessing is not what protects them. */
const recordsOf = ({ people, registrations, activities, drafts, staff }: AccessWorld): string[] => {
  const ids: [string, { id: string }[]][] = [
    ['people', Object.values(people)],
    ['registrations', Object.values(registrations)],
    ['activities', [...Object.values(activities), ...Object.values(drafts)]],
    ['staff', Object.values(staff)],
  ]
  return ids.flatMap(([collection, records]) =>
    records.flatMap(({ id }) => QUERIES.map(([, query]) => `/${collection}/${id}${query}`)),
  )
}

const leaksIn = (text: string, role: Role): string[] => [
  ...keptFrom(world, role).filter((secret) => text.includes(secret)),
  ...sealed.filter((seal) => text.includes(seal)),
  ...MARKS.flatMap((mark) => mark.exec(text)?.[0] ?? []),
]

describe.each(roles)('%s', (role) => {
  test('finds nothing of others in any answer', async () => {
    const leaks: string[] = []
    for (const path of [...ADDRESSES, ...recordsOf(world)]) {
      const { status, text } = await ask({ path, token: world.tokens[role] })
      if (status >= 500) leaks.push(`${path}: ${status}`)
      // What /api/access says of rights names fields, with what may be done to them.
      const found = leaksIn(path === '/access' ? text.replace(/"\w+":\{"(read|create|update)"/g, '') : text, role)
      if (found.length > 0) leaks.push(`${path}: ${found.join(', ')}`)
    }
    expect(leaks).toEqual([])
  })

  test('is told nothing of others by what it may do with a record', async () => {
    for (const collection of ['people', 'registrations', 'activities', 'staff'] as const) {
      const ids =
        collection === 'staff'
          ? Object.values(world.staff).map(({ id }) => id)
          : Object.values(world[collection]).map(({ id }) => id)
      for (const id of ids) {
        const { text } = await ask({
          method: 'POST',
          path: `/${collection}/access/${id}`,
          token: world.tokens[role],
          body: {},
        })
        expect([...keptFrom(world, role), ...sealed].filter((secret) => text.includes(secret))).toEqual([])
      }
    }
  })

  test('learns no protected value by filtering on it', async () => {
    const oracles: string[] = []
    for (const [collection, path, value] of protectedFrom(role)) {
      const asked = async (filter: object, way = ''): Promise<string> => {
        const { status, body } = await ask({
          path: `/${collection}${way}${queryOf({ where: { [path]: filter } })}`,
          token: world.tokens[role],
        })
        return status === 200 ? `200, ${(body as { totalDocs: number }).totalDocs}` : String(status)
      }
      // Of the right type: what is no value of the field at all is refused for anybody.
      const wrongValue = value === 'false' ? 'true' : 'wrong'
      const pairs: [right: object, wrong: object, way?: string][] = [
        [{ equals: value }, { equals: wrongValue }],
        [{ like: value.slice(0, 6) }, { like: wrongValue }],
        [{ not_in: value }, { not_in: wrongValue }],
        [{ greater_than: '' }, { greater_than: '\uffff' }],
        [{ exists: true }, { exists: false }],
        [{ exists: true }, { exists: false }, '/count'],
      ]
      for (const [right, wrong, way] of pairs) {
        const [yes, no] = [await asked(right, way), await asked(wrong, way)]
        if (yes !== no) oracles.push(`${collection} ${path} ${JSON.stringify(right)}: ${yes} or ${no}`)
      }
      const nested: Answer = await ask({
        path: `/${collection}${queryOf({ where: { or: [{ and: [{ [path]: { exists: true } }] }] } })}`,
        token: world.tokens[role],
      })
      if (nested.status === 200 && (nested.body as { totalDocs: number }).totalDocs > 0)
        oracles.push(`${collection} ${path} inside or, and`)
    }
    expect(oracles).toEqual([])
  })

  test('learns no order by sorting on a protected field', async () => {
    const told: string[] = []
    for (const [collection, path] of protectedFrom(role)) {
      for (const sort of [path, path.replaceAll('.', '__')]) {
        const [up, down]: [Answer, Answer] = [
          await ask({ path: `/${collection}${queryOf({ sort })}`, token: world.tokens[role] }),
          await ask({ path: `/${collection}${queryOf({ sort: `-${sort}` })}`, token: world.tokens[role] }),
        ]
        const ids = [up, down].map(({ body }) => (body as { docs?: { id: string }[] }).docs?.map(({ id }) => id))
        // Those without a value stay where they are; whoever is answered at all is answered alike.
        if (up.status === 200 && JSON.stringify(ids[0]) !== JSON.stringify(ids[1]))
          told.push(`${collection} by ${sort}`)
      }
    }
    expect(told).toEqual([])
  })
})

type Probe = [collection: string, path: string, rightValue: string]

/** Paths that a role may not ask about, each with a value that is really there. */
function protectedFrom(role: Role): Probe[] {
  const [phoneHash] = sealed
  const forAll: Probe[] = [
    ['people', 'phoneHash', phoneHash ?? ''],
    ['people', 'emailHash', sealed[1] ?? ''],
    ['registrations', 'person.phoneHash', phoneHash ?? ''],
    ['registrations', 'counted', 'present'],
    ['registrations', 'revision', '-'],
    ['registrations', 'unsettled', 'false'],
    ['registrations', 'activity.counted', 'present'],
    ['activities', 'counted', 'present'],
    ['activities', 'revision', '-'],
    ['activities', 'unsettled', 'false'],
    ['activities', 'lastSequence', '1'],
    ['targets', 'revision', '-'],
    ['staff', 'hash', 'a'],
    ['staff', 'salt', 'a'],
    ['staff', 'resetPasswordToken', 'a'],
    ['payload-locked-documents', 'user.hash', 'a'],
    ['payload-preferences', 'user.hash', 'a'],
  ]
  const isStaff = RULES.staff.allows(role)
  const forOrganisers: Probe[] = [
    ['people', 'idNumber', SECRETS.own.idNumber],
    ['registrations', 'person.idNumber', SECRETS.own.idNumber],
    ['audit', 'actor', 'staff'],
    ['codes', 'codeHash', 'a'],
  ]
  const forOutsiders: Probe[] = [
    ['people', 'phone', SECRETS.own.phone],
    ['people', 'name', '甲骑手'],
    ['people', 'volunteerNumber', world.people.own.volunteerNumber ?? ''],
    ['registrations', 'person.phone', SECRETS.own.phone],
    ['registrations', 'person.name', '甲骑手'],
    ['registrations', 'person.volunteerNumber', world.people.own.volunteerNumber ?? ''],
    ['registrations', 'personPhone', SECRETS.own.phone],
    ['registrations', 'note', SECRETS.own.note],
    ['messages', 'broadcast.text', SECRETS.own.words],
    ['broadcasts', 'text', SECRETS.own.words],
    ['registrations', 'recordedBy', world.staff.organiser.id],
    ['registrations', 'recordedBy.email', world.staff.organiser.email],
    ['registrations', 'unit.contact', SECRETS.own.contact],
    ['registrations', 'activity.unit.contact', SECRETS.own.contact],
    ['activities', 'unit.contact', SECRETS.own.contact],
    ['activities', 'unit.memberCount', '11'],
    ['activities', 'partnerUnit.contact', SECRETS.own.contact],
    ['activities', 'station.unit.contact', SECRETS.own.contact],
    ['units', 'contact', SECRETS.own.contact],
    ['units', 'memberCount', '11'],
    ['units', 'parent.memberCount', '11'],
    ['units', 'ancestors.memberCount', '11'],
    ['stations', 'unit.memberCount', '11'],
    ['targets', 'units.memberCount', '11'],
    ['staff', 'email', world.staff.organiser.email],
    ['payload-locked-documents', 'user.email', world.staff.organiser.email],
  ]
  return [...forAll, ...(role === 'department' ? [] : forOrganisers), ...(isStaff ? [] : forOutsiders)]
}

describe('staff filter within their subtree only', () => {
  const probes: [collection: string, path: string, value: () => string | null | undefined][] = [
    ['registrations', 'person.volunteerNumber', () => world.people.other.volunteerNumber],
    ['registrations', 'note', () => SECRETS.other.note],
    ['registrations', 'recordedBy.email', () => world.staff.organiserElsewhere.email],
    ['registrations', 'activity.title', () => world.activities.other.title],
    ['people', 'volunteerNumber', () => world.people.other.volunteerNumber],
    ['staff', 'email', () => world.staff.organiserElsewhere.email],
    ['payload-locked-documents', 'user.email', () => world.staff.townElsewhere.email],
  ]
  test.each(probes)('%s by %s of another subtree: none', async (collection, path, value) => {
    const { status, body } = await ask({
      path: `/${collection}${queryOf({ where: { [path]: { equals: value() } } })}`,
      token: world.tokens.organiser,
    })
    if (status === 200) expect((body as { totalDocs: number }).totalDocs).toBe(0)
    else expect([400, 403]).toContain(status)
  })
})

describe('a person and their own data', () => {
  test('is whole in the copy, and is nobody else’s', async () => {
    const { status, text } = await ask({ path: '/me/data', token: world.tokens.personA })
    expect(status).toBe(200)
    expect(text).toContain(SECRETS.own.phone)
    // What an organiser wrote to the person stands beside the message that told it.
    expect(text).toContain(SECRETS.own.words)
    const others = [
      SECRETS.other.phone,
      SECRETS.other.email,
      SECRETS.other.idNumber,
      SECRETS.own.note,
      SECRETS.other.note,
      SECRETS.other.words,
      SECRETS.own.contact,
      world.staff.organiser.email,
      ...sealed,
    ]
    expect(others.filter((secret) => text.includes(secret))).toEqual([])
    for (const mark of MARKS) expect(text).not.toMatch(mark)
  })

  test('is whole in words too: each value under its label, nothing raw, no id', async () => {
    const { person, ...records } = await getMyData(await app.req(world.people.own))
    const { sections } = await getMyDataInWords(await app.req(world.people.own), new Date())
    const text = JSON.stringify(sections)
    const copy = JSON.stringify([person, records])
    const planted = Object.values(SECRETS.own).filter((secret) => copy.includes(secret))
    expect(planted.length).toBeGreaterThan(6)
    expect(planted.filter((secret) => !text.includes(secret))).toEqual([])
    expect(text).not.toMatch(/[0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d{2}-\d{2}T|undefined|null|\[object/)

    const shaped = ['id', 'person', 'registration', 'broadcast', 'collection', 'loaded', 'createdAt', 'updatedAt']
    const ofItsOwn = ['activity', 'answers', 'text', 'content']
    const copied: [CollectionSlug, object[]][] = [
      ['people', [person]],
      ...(Object.entries(records) as [CollectionSlug, object[]][]).filter(([, rows]) => rows.length > 0),
    ]
    expect(sections.map((section) => section.records.length)).toEqual(copied.map(([, rows]) => rows.length))
    copied.forEach(([slug, rows], place) =>
      rows.forEach((row, index) => {
        const said = sections[place]?.records[index]?.facts.map(([label]) => label) ?? []
        const unsaid = Object.entries(row).filter(([name, value]) => {
          const isEmpty = value === null || value === undefined || value === '' || (value as unknown[]).length === 0
          const field = payload.collections[slug].config.flattenedFields.find((one) => one.name === name)
          return !isEmpty && ![...shaped, ...ofItsOwn].includes(name) && !said.includes(String(labelOf(field)))
        })
        expect([slug, unsaid]).toEqual([slug, []])
        for (const label of said) expect(label).toMatch(/\p{Script=Han}/u)
      }),
    )
  })

  test('is not told by renewing a session', async () => {
    const { status, text } = await ask({ method: 'POST', path: '/people/refresh-token', token: world.tokens.personA })
    expect(status).toBe(403)
    expect(leaksIn(text, 'personA')).toEqual([])
  })
})

describe('exports', () => {
  const everything = `/exports/participations?fields=${['title', 'name', 'phone', 'volunteerNumber', 'recordedBy'].join(',')}`

  test.each(['anonymous', 'personA', 'personB'] as const)('are nothing for %s', async (role) => {
    const { status, text } = await ask({ path: everything, token: world.tokens[role] })
    expect(status).toBe(role === 'anonymous' ? 401 : 403)
    expect(leaksIn(text, role)).toEqual([])
  })

  test.each(['organiser', 'organiserElsewhere', 'town', 'townElsewhere'] as const)(
    'hold the own subtree alone, phones masked, for %s',
    async (role) => {
      const { status, text } = await ask({ path: everything, token: world.tokens[role] })
      expect(status).toBe(200)
      const [mine, theirs] = RULES.scope.allows(role, 'own') ? (['own', 'other'] as const) : (['other', 'own'] as const)
      expect(text).toContain(world.activities[mine].title)
      expect(
        [world.activities[theirs].title, SECRETS.own.phone, SECRETS.other.phone].filter((secret) =>
          text.split(/[,\r\n"]/).includes(secret),
        ),
      ).toEqual([])
    },
  )

  test.each(['organiser', 'town'] as const)(
    'give %s neither full phones nor ID numbers, asked for by name',
    async (role) => {
      for (const fields of ['fullPhone', 'idNumber', 'title,fullPhone,idNumber']) {
        const { status, text } = await ask({
          path: `/exports/participations?fields=${fields}`,
          token: world.tokens[role],
        })
        expect([400, 403]).toContain(status)
        expect(leaksIn(text, role)).toEqual([])
      }
    },
  )

  test('a unit of another subtree is not exported by naming it', async () => {
    const { text } = await ask({ path: `${everything}&unit=${world.units.other}`, token: world.tokens.organiser })
    expect(text).not.toContain(world.activities.other.title)
  })
})
