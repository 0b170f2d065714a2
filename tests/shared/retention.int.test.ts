import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import express from 'express'
import type { CollectionSlug, Payload } from 'payload'
import { env } from '../../src/env.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { forgetOldRecords, KEPT_DAYS } from '../../src/operations/shared/forgetOldRecords.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { register } from '../../src/operations/seats/register.ts'
import type { Staff } from '../../src/payload-types.ts'
import { ownFilesOnly } from '../../src/server/ownFilesOnly.ts'
import { createSite } from '../../src/server/site.tsx'
import { logIn } from '../support/accessWorld.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import { makeActivity, makePerson, makeRegistration, makeStaff, type UnitTree } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { tokenOf } from '../support/tokens.ts'

/** docs/retention.md: what goes in time, and what no screen, file or log brings back. */
let app: Desk
let payload: Payload
let units: UnitTree
let department: Staff
let token: string

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, units, department, token } = app)
})
afterAll(() => app.stop())

const now = new Date()
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()
const make = async (collection: CollectionSlug, at: string, data: Record<string, unknown>): Promise<string> =>
  String((await payload.db.create({ collection, data: { ...data, createdAt: at, updatedAt: at } })).id)
const isThere = async (collection: CollectionSlug, id: string): Promise<boolean> =>
  (await payload.db.findOne({ collection, where: { id: { equals: id } } })) !== null
const all = { depth: 0, overrideAccess: true } as const

test('codes go after a day, messages after 180 days, the audit trail after three years; what is not over stays [S-m2] [B-min retention]', async () => {
  const [activity, person] = [await makeActivity(payload, units.community), await makePerson(payload)]
  const registration = await makeRegistration(payload, activity, person)
  const code = (days: number) =>
    make('codes', daysAgo(days), {
      contactHash: 'c',
      addressHash: 'a',
      codeHash: 'h',
      expiresAt: daysAgo(days),
      tries: 0,
      triesElsewhere: 0,
    })
  const message = (days: number, state: string) =>
    make('messages', daysAgo(days), {
      person: person.id,
      unit: units.community.id,
      registration: registration.id,
      activity: activity.id,
      kind: 'confirmed',
      state,
      dueAt: daysAgo(days),
      attempts: 1,
      doubts: 0,
      key: `${days}${state}`,
    })
  const audit = (days: number) => make('audit', daysAgo(days), { action: 'viewed', summary: '查看' })
  const old: [CollectionSlug, string][] = [
    ['codes', await code(KEPT_DAYS.codes + 0.1)],
    ['messages', await message(KEPT_DAYS.messages + 1, 'sent')],
    ['messages', await message(KEPT_DAYS.messages + 1, 'failed')],
    ['audit', await audit(KEPT_DAYS.audit + 1)],
  ]
  const young: [CollectionSlug, string][] = [
    ['codes', await code(KEPT_DAYS.codes - 0.1)],
    ['messages', await message(KEPT_DAYS.messages - 1, 'sent')],
    ['messages', await message(KEPT_DAYS.messages + 1, 'waiting')],
    ['audit', await audit(KEPT_DAYS.audit - 1)],
  ]
  const digest = (days: number, state: string) =>
    make('messages', daysAgo(days), {
      staff: department.id,
      unit: units.county.id,
      kind: 'digest',
      state,
      dueAt: daysAgo(days),
      attempts: 0,
      doubts: 0,
      key: `digest${days}${state}`,
    })
  old.push(['messages', await digest(KEPT_DAYS.idleDigests + 0.1, 'skipped')])
  young.push(
    ['messages', await digest(KEPT_DAYS.idleDigests - 0.1, 'skipped')],
    ['messages', await digest(KEPT_DAYS.idleDigests + 0.1, 'sent')],
  )
  await Promise.all([forgetOldRecords(await app.req(), now), forgetOldRecords(await app.req(), now)])
  expect(await Promise.all(old.map(([collection, id]) => isThere(collection, id)))).toEqual(old.map(() => false))
  expect(await Promise.all(young.map(([collection, id]) => isThere(collection, id)))).toEqual(young.map(() => true))
})

test('no answer of the API that somebody has to be logged in for stays in a browser [S-M13]', async () => {
  const person = await tokenOf(payload, await makePerson(payload))
  for (const [who, path] of [
    [token, '/people'],
    [token, '/registrations'],
    [token, '/staff/me'],
    [token, '/audit'],
    [person, '/me'],
    [person, '/me/registrations'],
    [person, '/registrations'],
  ] as const) {
    const answer = await ask({ path, token: who })
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([
      path,
      200,
      expect.stringContaining('no-store'),
    ])
  }
})

test('no page of somebody’s own comes back by the browser’s memory after the log-out [S-M13]', async () => {
  const rider = await makePerson(payload)
  const { id } = await makeRegistration(payload, await makeActivity(payload, units.community), rider)
  const own = await tokenOf(payload, rider)
  const site = await startSite()
  for (const [cookie, where] of [
    [own, '/me'],
    [own, '/me/records'],
    [own, '/me/certificates'],
    [own, `/me/registrations/${id}/ticket`],
    [token, '/staff/check-in'],
  ] as const) {
    const { status, headers } = await fetch(`${site.url}${where}`, { headers: { cookie: `payload-token=${cookie}` } })
    expect([where, status, headers.get('cache-control')]).toEqual([where, 200, 'no-store'])
  }
  site.stop()
})

test('the log-out of the site ends the session itself, a person’s and a colleague’s, not the cookie alone [S-M9]', async () => {
  const site = await startSite()
  const colleague = await makeStaff(payload, 'organiser', units.community)
  for (const [own, path] of [
    [await tokenOf(payload, await makePerson(payload)), '/me'],
    [await logIn(colleague), '/staff/me'],
  ] as const) {
    const isOpen = async (): Promise<boolean> => {
      const { status, body } = await ask({ path, token: own })
      return status === 200 && (body as { user?: object | null }).user !== null
    }
    expect([path, await isOpen()]).toEqual([path, true])
    expect(
      (
        await fetch(`${site.url}/logout`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie: `payload-token=${own}`, 'sec-fetch-site': 'same-origin' },
        })
      ).status,
    ).toBe(303)
    expect([path, await isOpen()]).toEqual([path, false])
  }
  site.stop()
})

/** The public site alone, in this process. */
async function startSite(): Promise<{ url: string; stop(): void }> {
  const server = express().use(createSite({ payload })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}

test('HEAD runs no export and leaves no line in the audit trail [B-min HEAD]', async () => {
  const activity = await makeActivity(payload, units.community)
  const lines = async (): Promise<number> =>
    (await payload.count({ collection: 'audit', where: { subject: { equals: activity.id } }, overrideAccess: true }))
      .totalDocs
  const before = await lines()
  const head = await ask({ method: 'HEAD', path: `/activities/${activity.id}/answers?format=csv`, token })
  expect([head.status, head.headers.get('allow'), await lines()]).toEqual([405, 'GET', before])
  expect((await ask({ path: `/activities/${activity.id}/answers?format=csv`, token })).status).toBe(200)
  expect(await lines()).toBe(before + 1)
})

test('the list of answers has each sign-up once: no half that was merged, whoever moves meanwhile [B-min export]', async () => {
  const activity = await makeActivity(payload, units.community)
  const [one, twin] = [await makePerson(payload), await makePerson(payload, { phone: null })]
  for (const person of [one, twin, await makePerson(payload)])
    await register(await app.req(person), { activityId: activity.id }, now)
  await mergePeople(await app.req(department), { from: twin.id, into: one.id, reason: '同一人' }, now)
  const { body } = await exportAnswers(await app.req(department), { activityId: activity.id, format: 'csv' }, now)
  const text = await new Response(body).text()
  expect(text.trim().split('\n')).toHaveLength(3)
})

test('a phone sends what one noted under that name alone: another session is refused, and nothing is recorded [B12]', async () => {
  const colleague = await makeStaff(payload, 'organiser', units.community)
  const activity = await makeActivity(payload, units.community, {
    startsAt: new Date(now.getTime() + 3_600_000).toISOString(),
  })
  const registration = await makeRegistration(payload, activity, await makePerson(payload))
  const item = {
    clientId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    activity: activity.id,
    registration: registration.id,
    at: now.toISOString(),
    method: 'manual',
  }
  const theirs = await ask({ method: 'POST', path: '/check-ins', token, body: { items: [item], by: colleague.id } })
  expect([theirs.status, theirs.body]).toEqual([401, expect.objectContaining({ code: 'not-logged-in' })])
  const guest = await ask({
    method: 'POST',
    path: `/activities/${activity.id}/walk-ins`,
    token,
    body: { name: '来宾', phone: '15400009999', consent: true, by: colleague.id },
  })
  expect(guest.status).toBe(401)
  expect(
    (await payload.find({ collection: 'registrations', where: { activity: { equals: activity.id } }, ...all })).docs,
  ).toMatchObject([{ attendance: 'unknown' }])
  const own = await ask({ method: 'POST', path: '/check-ins', token, body: { items: [item], by: department.id } })
  expect(own.body).toMatchObject({ results: [{ outcome: 'recorded' }] })
  expect(await checkIn(await app.req(colleague), [{ ...item, method: 'manual' }], now)).toMatchObject([
    { outcome: 'duplicate' },
  ])
})

test('what is deleted or written over leaves no bytes in the file, nor in the log after a stop [S-m1]', async () => {
  if (payload.db.name !== 'sqlite') return
  const word = `清得掉${String(Math.random()).slice(2)}`
  const unit = await payload.create({
    collection: 'units',
    data: { name: word, kind: 'firm', parent: units.community.id },
    ...all,
  })
  await payload.update({ collection: 'units', id: unit.id, data: { name: '另一个名字' }, ...all })
  const { destroy } = payload.db
  // Of a stop the first half: what follows closes the connection that this file goes on with.
  await destroy?.call({ ...payload.db, rejectInitializing: () => undefined, payload } as never).catch(() => undefined)
  const file = env.DATABASE_URI.slice('file:'.length)
  expect(statSync(`${file}-wal`).size).toBe(0)
  expect(readFileSync(file).includes(word)).toBe(false)
})

test('the data folder, the outbox and the database are for one account alone [S-m10]', async () => {
  const umask = process.umask()
  await ownFilesOnly()
  process.umask(umask)
  const modeOf = (name: string): string => (statSync(name).mode & 0o777).toString(8)
  expect(modeOf(env.DATA_DIR)).toBe('700')
  if (!env.isMongo) expect(modeOf(path.resolve(env.DATABASE_URI.slice('file:'.length)))).toBe('600')
})
