import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CollectionSlug, FlattenedField, Payload } from 'payload'
import { sealStored } from '../../src/database/sealStored.ts'
import { findRow } from '../../src/database/rows.ts'
import { sealedFieldsOf } from '../../src/database/sealed.ts'
import { swap } from '../../src/database/swap.ts'
import { isCiphertext } from '../../src/privacy/cipher.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { CLEAR_TEXT, reasonForClear } from '../support/clearText.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { bytesAtRest, storedRows, writeStored } from '../support/storedRows.ts'
import { tokenOf } from '../support/tokens.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let person: Person
let activity: Activity
let registration: Registration

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county)
  activity = await makeActivity(payload, units.community, { questions: [{ label: '紧急联系人电话', kind: 'phone' }] })
  person = await makePerson(payload)
  registration = await makeRegistration(payload, activity, person)
})
afterAll(() => app.stop())

interface TextField {
  collection: CollectionSlug
  path: string
  field: FlattenedField
}

/** Every field of the configuration that can hold words. */
function textFields(): TextField[] {
  const within = (collection: CollectionSlug, fields: FlattenedField[], prefix: string): TextField[] =>
    fields.flatMap((field) => [
      ...(['text', 'textarea', 'json', 'email', 'code', 'richText'].includes(field.type) &&
      !('virtual' in field && field.virtual)
        ? [{ collection, path: `${prefix}${field.name}`, field }]
        : []),
      ...('flattenedFields' in field ? within(collection, field.flattenedFields, `${prefix}${field.name}.`) : []),
    ])
  return payload.config.collections.flatMap(({ slug, flattenedFields }) => within(slug, flattenedFields, ''))
}

const clearFields = (): TextField[] =>
  textFields().filter(({ field }) => (field.custom as { personal?: boolean } | undefined)?.personal !== true)

const personalFields = (): [CollectionSlug, string, 'text' | 'json'][] =>
  payload.config.collections.flatMap(({ slug }) =>
    [...sealedFieldsOf(payload, slug)].map(
      ([field, kind]) => [slug, field, kind] as [CollectionSlug, string, 'text' | 'json'],
    ),
  )

describe('every field that can hold words [B5] [S-M8]', () => {
  test('is encrypted, or is declared to hold nothing personal, with a reason', () => {
    const unexplained = clearFields().filter(({ collection, path }) => reasonForClear(collection, path) === undefined)
    expect(unexplained.map(({ collection, path }) => `${collection}.${path}`)).toEqual([])
  })

  test('is not both, and what is declared exists', () => {
    const declared = Object.entries(CLEAR_TEXT).flatMap(([collection, fields]) =>
      Object.keys(fields).map((path) => `${collection}.${path}`),
    )
    const clear = clearFields().map(({ collection, path }) => `${collection}.${path}`)
    expect(declared.filter((path) => !clear.includes(path))).toEqual([])
  })

  test('is a field of its record when it is encrypted: what lies deeper is not looked at', () => {
    const deeper = textFields().filter(
      ({ path, field }) =>
        path.includes('.') && (field.custom as { personal?: boolean } | undefined)?.personal === true,
    )
    expect(deeper).toEqual([])
  })
})

/** A record of each collection that has personal fields, with nothing in them but what is required. */
async function recordsToPlantIn(): Promise<Record<string, string>> {
  const at = new Date().toISOString()
  const make = async (collection: CollectionSlug, data: Record<string, unknown>): Promise<string> =>
    String((await payload.db.create({ collection, data: { ...data, createdAt: at, updatedAt: at } })).id)
  const whose = { person: person.id, unit: units.community.id }
  const source = await make('imports', {
    kind: 'people',
    fileName: '名单.csv',
    unit: units.community.id,
    importedBy: (await makeStaff(payload, 'organiser', units.community)).id,
    state: 'checked',
    rows: 1,
    claim: `i${at}`,
  })
  return {
    people: (await makePerson(payload)).id,
    registrations: (await makeRegistration(payload, activity, await makePerson(payload))).id,
    trainings: await make('trainings', { ...whose, title: '急救', hours: 1, host: '甲镇', date: at }),
    awards: await make('awards', { ...whose, title: '表扬', grantor: '甲镇', date: at }),
    appointments: await make('appointments', {
      ...whose,
      post: 'commissioner',
      standing: 'current',
      from: '2026-01-01',
      awaiting: false,
      holds: `h${at}`,
    }),
    corrections: await make('corrections', {
      ...whose,
      registration: registration.id,
      activity: activity.id,
      wish: '请更正',
      status: 'open',
      openFor: `x${at}`,
    }),
    certificates: await make('certificates', {
      ...whose,
      number: `N${at}`,
      kind: 'activity',
      minutes: 1,
      issuer: '甲镇',
      from: at,
      to: at,
      issuedAt: at,
      facts: '{}',
      seal: 's',
      claim: `c${at}`,
    }),
    messages: await make('messages', {
      ...whose,
      registration: registration.id,
      activity: activity.id,
      kind: 'confirmed',
      state: 'waiting',
      dueAt: at,
      attempts: 0,
      doubts: 0,
      key: `k${at}`,
    }),
    broadcasts: await make('broadcasts', {
      activity: activity.id,
      unit: units.community.id,
      audience: 'all',
      text: '请带雨具',
      sentBy: (await makeStaff(payload, 'organiser', units.community)).id,
      claim: `b${at}`,
    }),
    'door-links': await make('door-links', {
      activity: activity.id,
      label: '王阿姨',
      madeBy: (await makeStaff(payload, 'organiser', units.community)).id,
      slot: `d${at}`,
      tokenHash: `t${at}`,
    }),
    imports: source,
    import_rows: await make('import_rows', { ...whose, import: source, number: 2, values: ['林'], outcome: 'known' }),
    audit: await make('audit', { action: 'viewed', summary: '查看' }),
    staff: (await makeStaff(payload, 'organiser', units.community)).id,
    'idempotency-keys': await make('idempotency-keys', {
      keyHash: `h${at}`,
      requestHash: 'h',
      leaseUntil: at,
      expiresAt: at,
    }),
  }
}

/** Those that are written by swap too. */
const SWAPPED = [
  'registrations',
  'corrections',
  'certificates',
  'messages',
  'broadcasts',
  'imports',
  'import_rows',
  'people',
]

let marks = 0
const newMark = (): string => `暗号${(marks += 1)}号${String(Math.random()).slice(2)}`
const valueWith = (mark: string, kind: 'text' | 'json'): string | object => (kind === 'json' ? { 回答: [mark] } : mark)

test('what is planted in each personal field, by each way that writes, is read back and found nowhere in the database [B5] [S-M8]', async () => {
  const records = await recordsToPlantIn()
  expect(Object.keys(records).toSorted()).toEqual(
    [...new Set(personalFields().map(([collection]) => collection))].toSorted(),
  )
  const req = await app.req()
  const planted: string[] = []
  for (const [collection, field, kind] of personalFields()) {
    const id = String(records[collection])
    const byAdapter = newMark()
    await payload.db.updateOne({
      collection,
      // By its id alone, of an account only what a log-in is about would be written (src/database/beforeWrite.ts).
      where: { id: { equals: id } },
      data: {
        ...(await payload.db.findOne({ collection, where: { id: { equals: id } } })),
        [field]: valueWith(byAdapter, kind),
      },
    })
    expect(await payload.db.findOne({ collection, where: { id: { equals: id } } })).toMatchObject({
      [field]: valueWith(byAdapter, kind),
    })
    planted.push(byAdapter)
    if (!SWAPPED.includes(collection)) continue
    const bySwap = newMark()
    const row = await findRow(req, collection as 'people', id)
    expect(
      await swap(req, [
        {
          collection: collection as 'people',
          id,
          revision: row?.revision ?? null,
          set: { [field]: valueWith(bySwap, kind) },
        },
      ]),
    ).toBe(true)
    expect(await findRow(req, collection as 'people', id)).toMatchObject({ [field]: valueWith(bySwap, kind) })
    expect(await payload.db.findOne({ collection, where: { id: { equals: id } } })).toMatchObject({
      [field]: valueWith(bySwap, kind),
    })
    planted.push(bySwap)
  }
  const bytes = await bytesAtRest(payload)
  // The search can find: what is public lies in the clear.
  expect(bytes).toContain(activity.title)
  expect(planted.filter((mark) => bytes.includes(mark))).toEqual([])
})

test('answers, a note, a refusal and the reasons in the history lie encrypted after the calls that write them [B5] [S-M8]', async () => {
  const asking = await makeActivity(payload, units.community, {
    approval: true,
    questions: [{ label: '紧急联系人电话', kind: 'phone', required: true }],
  })
  const [question] = (await payload.findByID({ collection: 'activities', id: asking.id })).questions ?? []
  const token = await tokenOf(payload, await makePerson(payload))
  const phone = newPhone()
  const signedUp = await ask({
    method: 'POST',
    path: `/activities/${asking.id}/registrations`,
    token,
    body: { answers: { [String(question?.id)]: phone } },
  })
  const { id } = signedUp.body as { id: string }
  expect(signedUp.status).toBe(201)
  const staff = await staffToken()
  const [note, refusal] = [newMark(), newMark()]
  expect((await ask({ method: 'PATCH', path: `/registrations/${id}`, token: staff, body: { note } })).status).toBe(200)
  expect(
    (
      await ask({
        method: 'POST',
        path: `/registrations/${id}/decision`,
        token: staff,
        body: { decision: 'refuse', reason: refusal },
      })
    ).status,
  ).toBe(200)

  const read = await ask({ path: `/registrations/${id}`, token: staff })
  for (const word of [phone, note, refusal]) expect(read.text).toContain(word)
  const exported = await ask({ path: `/activities/${asking.id}/answers?format=csv`, token: staff })
  expect(exported.text).toContain(phone)
  const bytes = await bytesAtRest(payload)
  expect([phone, note, refusal].filter((word) => bytes.includes(word))).toEqual([])
})

async function staffToken(): Promise<string> {
  const { token } = await payload.login({ collection: 'staff', data: { email: department.email, password: PASSWORD } })
  return String(token)
}

test.each(['v1:张三', 'v1:', `v1:${'A'.repeat(36)}`])(
  '%p is a name, a skill, a note and a wish like any other [D23]',
  async (text) => {
    const staff = await staffToken()
    const made = await ask({
      method: 'POST',
      path: '/people',
      token: staff,
      body: { name: text, phone: newPhone(), unit: units.community.id, area: text, skills: text },
    })
    expect(made.status).toBe(201)
    const { id } = (made.body as { doc: { id: string } }).doc
    const read = await ask({ path: `/people/${id}`, token: staff })
    expect(read.body).toMatchObject({ name: text, area: text, skills: text })
    const changed = await ask({ method: 'PATCH', path: `/people/${id}`, token: staff, body: { name: `${text}四` } })
    expect([changed.status, (await ask({ path: `/people/${id}`, token: staff })).body]).toEqual([
      200,
      expect.objectContaining({ name: `${text}四` }),
    ])
    for (const field of ['birthDate', 'idNumber'])
      expect(
        (await ask({ method: 'PATCH', path: `/people/${id}`, token: staff, body: { [field]: text } })).status,
      ).toBeLessThan(500)
    const here = await makeActivity(payload, units.community)
    const walkIn = await ask({
      method: 'POST',
      path: `/activities/${here.id}/walk-ins`,
      token: staff,
      body: { name: text, phone: newPhone(), consent: true },
    })
    expect(walkIn.status).toBe(201)
  },
)

test('what was stored before is read as it stands, and encrypted at the next start, by two processes at once and again after that [B5]', async () => {
  const records = await recordsToPlantIn()
  const legacy = personalFields().map(([collection, field, kind]) => ({
    collection,
    field,
    id: String(records[collection]),
    mark: newMark(),
    kind,
  }))
  for (const { collection, field, id, mark, kind } of legacy)
    await writeStored(payload, collection, id, field, valueWith(mark, kind))
  const read = async (): Promise<unknown[]> =>
    Promise.all(
      legacy.map(
        async ({ collection, field, id }) =>
          (
            (await payload.db.findOne({ collection, where: { id: { equals: id } } })) as unknown as Record<
              string,
              unknown
            >
          )[field],
      ),
    )
  const expected = legacy.map(({ mark, kind }) => valueWith(mark, kind))
  expect(await read()).toEqual(expected)

  const sealed = await Promise.all([sealStored(payload), sealStored(payload)])
  expect(sealed.reduce((sum, one) => sum + one, 0)).toBe(legacy.length)
  expect(await sealStored(payload)).toBe(0)
  expect(await read()).toEqual(expected)
  const bytes = await bytesAtRest(payload)
  expect(legacy.filter(({ mark }) => bytes.includes(mark))).toEqual([])
})

test('a database of another DATA_KEY stops the start, and nothing is changed [B5]', async () => {
  const all = await storedRows(payload, 'people')
  // Of the form of ours, but nobody's.
  const foreign = `v1:${Buffer.alloc(60, 7).toString('base64')}`
  expect(isCiphertext(foreign)).toBe(true)
  const ids = all.map((row) => String(row.id ?? row._id))
  for (const id of ids) await writeStored(payload, 'people', id, 'name', foreign)
  await expect(sealStored(payload)).rejects.toThrow('DATA_KEY')
  for (const [index, id] of ids.entries()) await writeStored(payload, 'people', id, 'name', String(all[index]?.name))
  await expect(sealStored(payload)).resolves.toBe(0)
})
