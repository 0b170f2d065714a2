import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import {
  accessTable,
  PLACES,
  RULES,
  rightsOf,
  roles,
  subjects,
  type Place,
  type Role,
  type Subject,
} from '../support/accessRules.ts'
import { makeAccessWorld, type AccessWorld } from '../support/accessWorld.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * Every role × every collection × every operation × own and other unit, over the REST interface as the outside world
 * has it. What is expected comes from tests/support/accessRules.ts. Probes for leaks are in
 * tests/shared/leaks.int.test.ts.
 */
let app: TestPayload
let payload: Payload
let world: AccessWorld

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeAccessWorld(payload)
})
afterAll(() => app.stop())

/** Collections of Payload's own that have no line in the table, with what tests them instead. */
const WITHOUT_A_LINE = {
  'payload-preferences': 'below: everybody has their own',
  'payload-migrations': 'below: nobody is served',
  'payload-kv': 'below: nobody is served',
}

test('every collection of the configuration is in the table', () => {
  const known = [
    ...new Set(subjects.map((subject) => world.practice[subject].collection)),
    ...Object.keys(WITHOUT_A_LINE),
  ]
  expect(known.sort()).toEqual(payload.config.collections.map(({ slug }) => slug).sort())
})

test('docs/access.md holds the very table that is proven here', async () => {
  expect(unpadded(await readFile('docs/access.md', 'utf8'))).toContain(unpadded(accessTable()))
})

/** A Markdown table as it reads, whatever the width of its columns. */
const unpadded = (table: string): string => table.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---')

type Granted = boolean | string
type Observed = Record<
  'find' | 'findByID' | 'count' | 'create' | 'update' | 'updateMany' | 'delete' | 'deleteMany',
  Record<Place, Granted>
>

describe.each(subjects)('%s', (subject) => {
  test.each(roles)('%s', async (role) => {
    expect(await observe(role, subject)).toEqual(expected(role, subject))
  })
})

function expected(role: Role, subject: Subject): Observed {
  const rights = rightsOf(subject)
  const at = (right: keyof typeof rights): Record<Place, Granted> => ({
    own: RULES[rights[right]].allows(role, 'own'),
    other: RULES[rights[right]].allows(role, 'other'),
  })
  return {
    find: at('read'),
    findByID: at('read'),
    count: at('read'),
    create: at('create'),
    update: at('update'),
    updateMany: at('update'),
    delete: at('delete'),
    deleteMany: at('deleteMany'),
  }
}

/** Tries everything, and says for each what happened: true, false, or in words when answer and database disagree. */
async function observe(role: Role, subject: Subject): Promise<Observed> {
  const { collection, make, makeToDelete = make, create, field } = world.practice[subject]
  const token = world.tokens[role]
  const both = async <T>(work: (place: Place) => Promise<T>): Promise<Record<Place, T>> => ({
    own: await work('own'),
    other: await work('other'),
  })
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    ask({ method, path: `/${collection}${path}`, token, body })
  const among = (records: Record<Place, { id: string }>, more: object = {}): string =>
    queryOf({ where: { id: { in: PLACES.map((place) => records[place].id).join(',') } }, ...more })
  const stored = async ({ id }: { id: string }): Promise<Record<string, unknown> | null> =>
    (await payload.findByID({
      collection,
      id,
      depth: 0,
      disableErrors: true,
      showHiddenFields: true,
      overrideAccess: true,
    })) as unknown as Record<string, unknown> | null
  const total = async (): Promise<number> =>
    (await payload.count({ collection, where: { id: { exists: true } }, overrideAccess: true })).totalDocs

  const records = await both(make)
  const found = await call('GET', `/${among(records)}`)
  const foundIds = found.status === 200 ? (found.body as { docs: { id: string }[] }).docs.map(({ id }) => id) : []

  const changed = async (write: (text: string) => Promise<Record<Place, Granted>>): Promise<Record<Place, Granted>> => {
    const text = `changed ${Math.random()}`
    const claimed = await write(text)
    return both(async (place) => agreed(claimed[place], (await stored(records[place]))?.[field] === text))
  }

  const observed = {
    find: await both(async (place) => foundIds.includes(records[place].id)),
    findByID: await both(async (place) => {
      const { status, body } = await call('GET', `/${records[place].id}`)
      return agreed(isGranted(status), (body as { id?: string }).id === records[place].id)
    }),
    count: await both(async (place) => {
      const { status, body } = await call('GET', `/count${queryOf({ where: { id: { equals: records[place].id } } })}`)
      return isGranted(status) === true && (body as { totalDocs: number }).totalDocs === 1
    }),
    create: await both(async (place) => {
      const body = await create(place)
      const before = await total()
      const { status } = await call('POST', '', body)
      // The address of codes is a call of the contract, which takes no such body.
      const claimed = collection === 'codes' && status === 400 ? false : isGranted(status)
      return agreed(claimed, (await total()) === before + 1)
    }),
    update: await changed((text) =>
      both(async (place) => isGranted((await call('PATCH', `/${records[place].id}`, { [field]: text })).status)),
    ),
    updateMany: await changed(async (text) => {
      const { status, body } = await call('PATCH', among(records), { [field]: text })
      return both(async (place) => isGranted(status) === true && idsOf(body).includes(records[place].id))
    }),
  }

  const doomed = await both(makeToDelete)
  const isCancelled = collection === 'registrations'
  const gone = async (record: { id: string }): Promise<boolean> => {
    const left = await stored(record)
    return left === null || (isCancelled && left.status === 'cancelled')
  }
  const deleted = await both(async (place) =>
    agreed(isGranted((await call('DELETE', `/${doomed[place].id}`)).status), await gone(doomed[place])),
  )
  const doomedToo = await both(makeToDelete)
  const many = await call('DELETE', among(doomedToo))
  const deletedMany = await both(async (place) =>
    agreed(
      isGranted(many.status) === true && idsOf(many.body).includes(doomedToo[place].id),
      (await stored(doomedToo[place])) === null,
    ),
  )
  return { ...observed, delete: deleted, deleteMany: deletedMany }
}

/** Refusals are 401, 403, 404, and 405 where the address belongs to the contract; anything else is told as it is. */
function isGranted(status: number): Granted {
  if (status === 200 || status === 201) return true
  return [401, 403, 404, 405].includes(status) ? false : `answered ${status}`
}

function agreed(claimed: Granted, isDone: boolean): Granted {
  return claimed === isDone ? isDone : `answered ${String(claimed)}, but ${isDone ? 'done' : 'not done'}`
}

const idsOf = (body: unknown): string[] =>
  ((body as { docs?: { id: string }[] } | undefined)?.docs ?? []).map(({ id }) => id)

describe('statuses a client may build on', () => {
  const outsideUnits: [string, string, (place: Place) => Record<string, unknown> | Promise<Record<string, unknown>>][] =
    (['activities, published or cancelled', 'registrations', 'people', 'stations'] as const).map((subject) => [
      subject,
      subject.split(',')[0] ?? '',
      (place) => world.practice[subject].create(place),
    ])

  test.each(outsideUnits)('%s made in another unit: 403, a Chinese sentence', async (_subject, collection, body) => {
    for (const role of ['organiser', 'town'] as const) {
      const answer = await ask({
        method: 'POST',
        path: `/${collection}`,
        token: world.tokens[role],
        body: await body('other'),
      })
      expect(answer.status).toBe(403)
      expect(answer.text).toMatch(/[\u4e00-\u9fff]/)
    }
  })

  test.each(outsideUnits)('%s named by a list, or by an object: no way around', async (_subject, collection, body) => {
    const { unit, activity, ...rest } = await body('other')
    const reference = unit === undefined ? { activity } : { unit }
    for (const wrap of [
      (id: unknown) => [id],
      (id: unknown) => ({ id }),
      (id: unknown) => [{ id }],
      (id: unknown) => ({ $in: [id] }),
    ]) {
      const wrapped = Object.fromEntries(Object.entries(reference).map(([name, id]) => [name, wrap(id)]))
      const answer = await ask({
        method: 'POST',
        path: `/${collection}`,
        token: world.tokens.organiser,
        body: { ...rest, ...wrapped },
      })
      expect([400, 403]).toContain(answer.status)
    }
  })

  test("another person's registration is not there", async () => {
    const { id } = world.registrations.other
    for (const method of ['GET', 'DELETE'])
      expect((await ask({ method, path: `/registrations/${id}`, token: world.tokens.personA })).status).toBe(404)
  })

  test('nobody is signed up by a record sent, nor somebody else by anyone', async () => {
    for (const person of [world.people.own, world.people.other]) {
      const body = { activity: world.activities.own.id, person: person.id, status: 'confirmed' }
      expect((await ask({ method: 'POST', path: '/registrations', token: world.tokens.personA, body })).status).toBe(
        403,
      )
    }
    const { id } = world.activities.own
    const answer = await ask({
      method: 'POST',
      path: `/activities/${id}/registrations`,
      token: world.tokens.personA,
      body: { person: world.people.other.id },
    })
    expect(answer.status).toBe(400)
  })

  test('staff sign up nobody whose record they may not open', async () => {
    const { own } = await (async () => ({
      own: await world.practice['activities, published or cancelled'].make('own'),
    }))()
    const body = { activity: own.id, person: world.people.other.id }
    expect((await ask({ method: 'POST', path: '/registrations', token: world.tokens.organiser, body })).status).toBe(
      403,
    )
  })

  test('no record is moved into, or out of, another subtree', async () => {
    for (const subject of ['activities, published or cancelled', 'stations', 'people'] as const) {
      const { collection, make } = world.practice[subject]
      const [own, other] = [await make('own'), await make('other')]
      for (const [record, unit] of [
        [own, world.units.other],
        [other, world.units.own],
      ] as const) {
        const answer = await ask({
          method: 'PATCH',
          path: `/${collection}/${record.id}`,
          token: world.tokens.town,
          body: { unit },
        })
        expect([403, 404]).toContain(answer.status)
        const stored = (
          await payload.findByID({
            collection: collection as 'stations',
            id: record.id,
            depth: 0,
            overrideAccess: true,
          })
        ).unit
        expect(stored).toBe(record === own ? world.units.own : world.units.other)
      }
    }
  })
})

describe("Payload's own copy", () => {
  const served = (): string[] =>
    payload.config.collections
      .filter(({ slug }) => !['payload-migrations', 'payload-kv', 'codes'].includes(slug))
      .map(({ slug }) => slug)

  test('is refused with a code, for every collection, and makes nothing [D17][F1][S-m11]', async () => {
    for (const collection of served()) {
      const total = async (): Promise<number> =>
        (
          await payload.count({
            collection: collection as 'activities',
            where: { id: { exists: true } },
            overrideAccess: true,
          })
        ).totalDocs
      const [before, some] = [
        await total(),
        await payload.find({ collection: collection as 'activities', limit: 1, depth: 0, overrideAccess: true }),
      ]
      const { status, body } = await ask({
        method: 'POST',
        path: `/${collection}/${some.docs[0]?.id ?? 'none'}/duplicate`,
        token: world.tokens.department,
        body: {},
      })
      expect([collection, status, (body as { code?: string }).code, await total()]).toEqual([
        collection,
        403,
        'forbidden',
        before,
      ])
    }
  })

  test('has no button either, and no versions are kept that could be restored [D17][F1]', () => {
    const own = payload.config.collections.filter(({ slug }) => !slug.startsWith('payload-'))
    expect(
      own.map(({ slug, disableDuplicate, trash, versions }) => [
        slug,
        disableDuplicate,
        Boolean(trash),
        Boolean(versions),
      ]),
    ).toEqual(own.map(({ slug }) => [slug, true, false, false]))
  })
})

describe('fields that nobody writes', () => {
  const FORGED = {
    taken: 99,
    waiting: 98,
    free: 97,
    present: 96,
    minutes: 95,
    lastSequence: 94,
    counted: '{"present":9}',
    unsettled: true,
    revision: 'forged',
  }

  test.each(['organiser', 'department'] as const)('counters of an activity, by %s', async (role) => {
    const made = await ask({
      method: 'POST',
      path: '/activities',
      token: world.tokens[role],
      body: { ...(await world.practice['activities, draft'].create('own')), ...FORGED },
    })
    expect(made.status).toBe(201)
    const { id } = (made.body as { doc: { id: string } }).doc
    expect(await storedActivity(id)).toMatchObject({ taken: 0, waiting: 0, present: 0, minutes: 0, lastSequence: 0 })
    for (const path of [`/activities/${id}`, `/activities${queryOf({ where: { id: { equals: id } } })}`]) {
      expect((await ask({ method: 'PATCH', path, token: world.tokens[role], body: FORGED })).status).toBe(200)
      const stored = await storedActivity(id)
      expect(stored).toMatchObject({ taken: 0, waiting: 0, present: 0, minutes: 0, lastSequence: 0, free: null })
      expect(stored).not.toMatchObject({ revision: 'forged' })
    }
  })

  test.each(['organiser', 'department'] as const)(
    'seat, number, unit and recorder of a registration, by %s',
    async (role) => {
      const { id } = world.registrations.own
      const before = await storedRegistration(id)
      const forged = {
        status: 'cancelled',
        sequence: 1000,
        walkIn: true,
        unit: world.units.other,
        activity: world.activities.other.id,
        person: world.people.other.id,
        recordedBy: world.staff.townElsewhere.id,
        checkedInAt: '2001-01-01T00:00:00.000Z',
        cancelledAt: '2001-01-01T00:00:00.000Z',
        method: 'import',
        answers: { forged: 'yes' },
        counted: '{}',
      }
      for (const path of [`/registrations/${id}`, `/registrations${queryOf({ where: { id: { equals: id } } })}`]) {
        await ask({ method: 'PATCH', path, token: world.tokens[role], body: forged })
        const after = await storedRegistration(id)
        expect(Object.fromEntries(Object.keys(forged).map((field) => [field, after[field]]))).toEqual(
          Object.fromEntries(Object.keys(forged).map((field) => [field, before[field]])),
        )
      }
    },
  )

  test('a registration made by staff gets its seat, number and unit from the system', async () => {
    const { activity, person } = await world.practice.registrations.create('own')
    const body = {
      activity,
      person,
      status: 'confirmed',
      sequence: -1,
      walkIn: true,
      unit: world.units.other,
      counted: '{}',
      recordedBy: world.staff.town.id,
    }
    const made = await ask({ method: 'POST', path: '/registrations', token: world.tokens.organiser, body })
    expect(made.status).toBe(201)
    expect(await storedRegistration((made.body as { doc: { id: string } }).doc.id)).toMatchObject({
      sequence: 1,
      walkIn: false,
      unit: world.units.own,
      recordedBy: null,
    })
  })

  test('consent, erasure and hashes of a person, by staff', async () => {
    const forged = {
      consentAt: '2001-01-01T00:00:00.000Z',
      erasedAt: '2001-01-01T00:00:00.000Z',
      phoneHash: 'forged',
      emailHash: 'forged',
    }
    const before = await storedPerson(world.people.own.id)
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/people/${world.people.own.id}`,
          token: world.tokens.department,
          body: forged,
        })
      ).status,
    ).toBe(200)
    expect(await storedPerson(world.people.own.id)).toMatchObject({
      consentAt: before.consentAt,
      phoneHash: before.phoneHash,
      emailHash: before.emailHash,
    })
    const made = await ask({
      method: 'POST',
      path: '/people',
      token: world.tokens.organiser,
      body: { ...(await world.practice.people.create('own')), ...forged },
    })
    const stored = await storedPerson((made.body as { doc: { id: string } }).doc.id)
    expect([stored.consentAt ?? null, stored.erasedAt ?? null]).toEqual([null, null])
    expect(stored.phoneHash).not.toBe('forged')
  })

  test('the tally of a target, by the department', async () => {
    const { id } = await world.practice.targets.make('own')
    const tallyNow = async () => (await payload.findByID({ collection: 'targets', id, overrideAccess: true })).tally
    const before = await tallyNow()
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/targets/${id}`,
          token: world.tokens.department,
          body: { tally: 6000, revision: 'forged' },
        })
      ).status,
    ).toBe(200)
    expect(await tallyNow()).toBe(before)
  })

  test.each(['organiser', 'town'] as const)('role and unit of oneself: %s stays what they are', async (role) => {
    const { id } = world.staff[role]
    const before = await payload.findByID({ collection: 'staff', id, depth: 0, overrideAccess: true })
    for (const path of [`/staff/${id}`, `/staff${queryOf({ where: { id: { exists: true } } })}`]) {
      await ask({
        method: 'PATCH',
        path,
        token: world.tokens[role],
        body: { role: 'department', unit: before.unit === world.units.other ? world.units.own : world.units.other },
      })
      const after = await payload.findByID({ collection: 'staff', id, depth: 0, overrideAccess: true })
      expect([after.role, after.unit]).toEqual([before.role, before.unit])
    }
  })

  async function storedActivity(id: string): Promise<Record<string, unknown>> {
    return {
      ...(await payload.db.findOne<{ id: string }>({ collection: 'activities', where: { id: { equals: id } } })),
    }
  }
  async function storedRegistration(id: string): Promise<Record<string, unknown>> {
    const row: Record<string, unknown> = {
      ...(await payload.db.findOne<{ id: string }>({ collection: 'registrations', where: { id: { equals: id } } })),
    }
    return { ...row, recordedBy: row.recordedBy ?? null }
  }
  async function storedPerson(id: string): Promise<Record<string, unknown>> {
    return { ...(await payload.db.findOne<{ id: string }>({ collection: 'people', where: { id: { equals: id } } })) }
  }
})

describe("Payload's own addresses", () => {
  test.each(['anonymous', 'personA'] as const)('preferences are nothing for %s', async (role) => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/a-key'],
      ['POST', ''],
      ['POST', '/a-key'],
      ['DELETE', '/a-key'],
    ] as const) {
      const { status } = await ask({
        method,
        path: `/payload-preferences${path}`,
        token: world.tokens[role],
        body: method === 'POST' ? { value: { wide: true } } : undefined,
      })
      expect([401, 403]).toContain(status)
    }
    expect(
      (
        await payload.count({
          collection: 'payload-preferences',
          where: { key: { equals: 'a-key' } },
          overrideAccess: true,
        })
      ).totalDocs,
    ).toBe(0)
  })

  test('everybody on the staff has their own preferences, and no other', async () => {
    for (const role of ['organiser', 'organiserElsewhere'] as const) {
      await ask({
        method: 'POST',
        path: '/payload-preferences/columns',
        token: world.tokens[role],
        body: { value: { of: role } },
      })
    }
    for (const role of ['organiser', 'organiserElsewhere'] as const) {
      expect((await ask({ path: '/payload-preferences/columns', token: world.tokens[role] })).body).toMatchObject({
        value: { of: role },
      })
      const list = await ask({ path: '/payload-preferences', token: world.tokens[role] })
      expect((list.body as { docs: { value: unknown }[] }).docs.map(({ value }) => value)).toEqual([{ of: role }])
    }
    await ask({ method: 'DELETE', path: '/payload-preferences/columns', token: world.tokens.department })
    expect((await ask({ path: '/payload-preferences/columns', token: world.tokens.organiser })).body).toMatchObject({
      value: { of: 'organiser' },
    })
  })

  test.each(roles)('migrations and what Payload keeps for itself are not served to %s', async (role) => {
    for (const collection of ['payload-migrations', 'payload-kv']) {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/count'],
        ['POST', ''],
        ['PATCH', '/x'],
        ['DELETE', '/x'],
      ] as const) {
        const { status } = await ask({
          method,
          path: `/${collection}${path}`,
          token: world.tokens[role],
          body: method === 'POST' ? { name: 'x', key: 'x', data: {} } : undefined,
        })
        expect([401, 403, 404]).toContain(status)
      }
    }
  })

  test('there is no first user to register, and the log-in page learns only that', async () => {
    const before = (await payload.count({ collection: 'staff', where: { id: { exists: true } }, overrideAccess: true }))
      .totalDocs
    const body = {
      email: 'first@example.org',
      password: 'long enough',
      name: 'x',
      role: 'department',
      unit: world.units.own,
    }
    for (const collection of ['staff', 'people']) {
      expect((await ask({ method: 'POST', path: `/${collection}/first-register`, body })).status).toBe(403)
      expect((await ask({ path: `/${collection}/init` })).body).toEqual({ initialized: true })
    }
    expect(
      (await payload.count({ collection: 'staff', where: { id: { exists: true } }, overrideAccess: true })).totalDocs,
    ).toBe(before)
  })

  test('a forgotten password is answered alike for known and unknown addresses', async () => {
    const [known, unknown] = [await forgot(world.staff.townElsewhere.email), await forgot('nobody@example.org')]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    expect(known.text).not.toContain('token')
  })
  const forgot = (email: string): Promise<Answer> =>
    ask({ method: 'POST', path: '/staff/forgot-password', body: { email } })

  test('people have no password to log in with, to reset or to unlock', async () => {
    for (const path of ['login', 'forgot-password', 'reset-password', 'unlock']) {
      const { status } = await ask({
        method: 'POST',
        path: `/people/${path}`,
        body: { email: 'rider-a@example.org', password: 'x', token: 'x' },
      })
      expect([400, 401, 403]).toContain(status)
    }
  })

  test.each(roles)('who %s is, as told to themselves', async (role) => {
    const me = await ask({ path: '/staff/me', token: world.tokens[role] })
    const isStaff = RULES.staff.allows(role)
    expect((me.body as { user: { id: string } | null }).user?.id ?? null).toBe(
      isStaff ? world.staff[role as keyof AccessWorld['staff']].id : null,
    )
    const person = await ask({ path: '/people/me', token: world.tokens[role] })
    expect(person.status === 403 || (person.body as { user: unknown }).user === null).toBe(true)
  })
})
