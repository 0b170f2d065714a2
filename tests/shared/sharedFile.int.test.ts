import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { drizzle } from '@payloadcms/db-sqlite/drizzle/libsql'
import Database from 'libsql'
import type { Payload } from 'payload'
import { clientOf, migrate } from '../../src/database/sharedFile.ts'
import { isReading, SqliteConnection, type Statement } from '../../src/database/sqlite.ts'
import { migrations } from '../../src/migrations/index.ts'
import type { Activity } from '../../src/payload-types.ts'
import { bundled } from '../support/bundled.ts'
import { makeActivity, makePeople, makeTarget, makeUnitTree } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { olderFile } from '../support/older.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/**
 * A SQLite file that several processes share: locked by another, migrated by two at once, left in the middle of a
 * migration.
 */
let test: TestPayload
let payload: Payload
let folder: string
const file = (name: string): string => path.join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-shared-'))
  test = await startPayload()
  payload = test.payload
})
afterAll(async () => {
  await test.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('while another process holds the write lock', () => {
  let activity: Activity
  /** Logged in beforehand, since that writes too. */
  let tokens: string[]
  let other: Database.Database
  beforeAll(async () => {
    const units = await makeUnitTree(payload)
    activity = await makeActivity(payload, units.community, { capacity: 10 })
    tokens = []
    for (const person of await makePeople(payload, 6)) tokens.push(await tokenOf(payload, person))
    other = new Database((process.env.DATABASE_URI ?? '').replace(/^file:/, ''))
  })
  afterAll(() => {
    other.close()
  })
  const signUp = (token: string) => ask({ method: 'POST', path: `/activities/${activity.id}/registrations`, token })
  const anyCode = () => ask({ method: 'POST', path: '/codes', body: { phone: '13900000001' } })

  it('who only reads is answered, and who writes is, once it lets go [B8]', async () => {
    other.exec('BEGIN IMMEDIATE')
    const writing = [...tokens.slice(0, 3).map(signUp), anyCode()]
    const read = await Promise.all(Array.from({ length: 20 }, () => ask({ path: '/public/activities' })))
    expect(read.map(({ status }) => status)).toEqual(read.map(() => 200))
    // Only now: had reading waited for the lock, the writes would have failed by themselves.
    other.exec('COMMIT')
    expect((await Promise.all(writing)).map(({ status }) => status)).toEqual([201, 201, 201, 202])
  })

  it('who writes is told after a while that nothing was written, and when to come again [B8]', async () => {
    other.exec('BEGIN IMMEDIATE')
    const answers = await Promise.all([...tokens.slice(3).map(signUp), anyCode()])
    other.exec('COMMIT')
    for (const { status, body, headers } of answers)
      expect([status, (body as { code?: string }).code, headers.get('retry-after')]).toEqual([503, 'busy', '2'])
    const { totalDocs } = await payload.count({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      overrideAccess: true,
    })
    expect(totalDocs).toBe(3)
    expect((await signUp(tokens[3] as string)).status).toBe(201)
  })

  it('what is written after that is committed: others see it [B8]', async () => {
    other.exec('BEGIN IMMEDIATE')
    const refused = await anyCode()
    other.exec('COMMIT')
    expect(refused.status).toBe(503)
    const target = await makeTarget(payload)
    expect(other.prepare('SELECT title FROM targets WHERE id = ?').all([target.id])).toEqual([{ title: target.title }])
  })

  it("Payload's own REST says so too [B8]", async () => {
    other.exec('BEGIN IMMEDIATE')
    const answer = await ask({ method: 'POST', path: '/staff/forgot-password', body: { email: 'nobody@example.org' } })
    const login = await ask({ method: 'POST', path: '/sessions', body: { phone: '13900000001', code: '000000' } })
    other.exec('COMMIT')
    expect([200, 503]).toContain(answer.status)
    expect([400, 503]).toContain(login.status)
  })
})

/** Runs the migrations on a file of its own, as a start does. @returns the statements it sent */
async function migrateFile(name: string, steps: Parameters<typeof migrate>[1] = migrations): Promise<Statement[]> {
  const connection = new SqliteConnection(file(name))
  connection.execute({ sql: 'PRAGMA journal_mode = WAL', args: [] })
  const sent: Statement[] = []
  const client = clientOf({
    execute: (statement) => {
      sent.push(statement)
      return connection.execute(statement)
    },
  })
  try {
    await migrate({ client, drizzle: drizzle(client as never), payload }, steps)
  } finally {
    // So that a copy of the file is whole.
    connection.emptyLog()
    connection.close()
  }
  return sent
}
/** All rows of all tables, but for what says when a step was done. */
function rowsOf(name: string): string {
  const database = new Database(file(name))
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('payload_migrations', 'sqlite_sequence') ORDER BY name",
    )
    .all() as { name: string }[]
  const rows = tables.map((table) => [
    table.name,
    database.prepare(`SELECT * FROM "${table.name}" ORDER BY 1`).raw(true).all([]),
  ])
  database.close()
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex')
}
function schemaOf(name: string): unknown[] {
  const database = new Database(file(name))
  const rows = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
  const done = database.prepare('SELECT name FROM payload_migrations ORDER BY name').all()
  const dangling = database.prepare('PRAGMA foreign_key_check').all()
  database.close()
  return [rows, done, dangling]
}

/** @returns the signal that ended the process */
async function killedAfterStatements(count: number, name: string): Promise<unknown> {
  const settings = {
    FILE: file(name),
    STATEMENTS: file('statements.json'),
    DIES_AFTER: String(count),
    NODE_OPTIONS: '',
  }
  const child = spawn(process.execPath, [await bundled('tests/support/dyingWriter.ts')], {
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  })
  const [, signal] = (await once(child, 'close')) as [number | null, string | null]
  return signal
}

async function expectServed(name: string): Promise<void> {
  const settings = { DATABASE_URI: `file:${file(name)}`, DATA_DIR: folder }
  const server = await startServer(settings)
  expect((await fetch(`${server.url}/api/public/activities`)).status).toBe(200)
  await untilCounted(name)
  await server.stop()
  const counted = spawn(process.execPath, ['-C', 'production', 'dist/recount.js'], {
    stdio: 'inherit',
    env: { ...process.env, ...settings, NODE_OPTIONS: '' },
  })
  expect(await once(counted, 'close')).toEqual([0, null])
}

/** What counts by days is counted again in the background. */
async function untilCounted(name: string): Promise<void> {
  const database = new Database(file(name))
  const marked = database.prepare('SELECT id FROM targets WHERE recount IS NOT NULL')
  for (let tries = 0; tries < 300 && marked.all([]).length > 0; tries += 1) await sleep(100)
  expect(marked.all([])).toEqual([])
  database.close()
}

describe('migrations', () => {
  const indexOf = (step: string): number => migrations.findIndex(({ name }) => name.endsWith(step))
  /** The tables as they were in e31db10. */
  const older = migrations.slice(0, indexOf('_merging') + 1)

  it.each([
    { from: 'an empty file', begin: [], steps: migrations.slice(0, 1), kills: 6 },
    {
      from: 'a file of e31db10 with the newest steps ahead',
      begin: migrations.slice(0, indexOf('_days_and_recounts')),
      steps: migrations,
      kills: 40,
    },
  ])(
    'a process that is killed after any statement, on $from: the next start ends what was begun [B9]',
    async ({ begin, steps, kills }) => {
      const name = (one: string): string => `kills-${begin.length}-${one}.db`
      if (begin.length > 0) writeFileSync(file(name('begun')), olderFile())
      await migrateFile(name('begun'), begin)
      copyFileSync(file(name('begun')), file(name('whole')))
      const statements = await migrateFile(name('whole'), steps)
      writeFileSync(file('statements.json'), JSON.stringify(statements))
      await migrateFile(name('whole'))
      const [schema, rows] = [schemaOf(name('whole')), rowsOf(name('whole'))]

      // Who only read leaves the same as before.
      const writes = statements.flatMap(({ sql }, index) => (isReading(sql) ? [] : [index + 1]))
      // Their number grows with each migration: so many of them, evenly, and others in the next run.
      const every = Math.max(1, Math.floor(writes.length / kills))
      const first = Math.floor(Math.random() * every)
      const killedAfter = writes.filter((_, index) => index % every === first)
      expect(killedAfter.length).toBeGreaterThanOrEqual(kills)
      // Whole servers take over two of those in the middle; for all others the tables are only changed.
      const served = begin.length > 0 ? [killedAfter[6], killedAfter.at(-6)] : []
      for (const count of killedAfter) {
        const state = name(String(count))
        copyFileSync(file(name('begun')), file(state))
        expect(await killedAfterStatements(count, state)).toBe('SIGKILL')
        if (served.includes(count)) await expectServed(state)
        else {
          await migrateFile(state)
          expect([count, rowsOf(state)]).toEqual([count, rows])
        }
        expect([count, schemaOf(state)]).toEqual([count, schema])
      }
    },
    600_000,
  )

  it('a step that fails leaves the file as it was, and one that leaves a reference to nothing fails [B9]', async () => {
    await migrateFile('failing.db')
    const before = schemaOf('failing.db')
    const failing = (statement: string) =>
      [
        ...migrations,
        {
          name: '99999999_000000_failing',
          up: async ({ db }: { db: { run(sql: string): Promise<unknown> } }) => {
            await db.run('ALTER TABLE units ADD COLUMN half text')
            await db.run(statement)
          },
        },
      ] as unknown as typeof migrations
    await expect(migrateFile('failing.db', failing('nonsense'))).rejects.toThrow()
    expect(schemaOf('failing.db')).toEqual(before)
    await expect(
      migrateFile(
        'failing.db',
        failing("INSERT INTO units_texts (\"order\", parent_id, path, text) VALUES (0, 'nobody', 'x', 'y')"),
      ),
    ).rejects.toThrow()
    expect(schemaOf('failing.db')).toEqual(before)
  })

  // With data, and on MongoDB: tests/shared/upgrade.int.test.ts.
  it.each([
    ['an empty file', null],
    ['a file of e31db10', older],
  ] as const)('two processes that start together on %s both serve [B9]', async (_, begin) => {
    const data = file(begin ? 'two-older' : 'two-empty')
    mkdirSync(data)
    if (begin) await migrateFile(path.join(path.basename(data), 'xianfeng.db'), begin)
    const settings = { DATABASE_URI: `file:${path.join(data, 'xianfeng.db')}`, DATA_DIR: data }
    const servers = await Promise.all([0, 1, 2].map(() => startServer(settings)))
    try {
      for (const { url } of servers) expect((await fetch(`${url}/api/public/activities`)).status).toBe(200)
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
    }
    await migrateFile('compared.db')
    expect(schemaOf(path.join(path.basename(data), 'xianfeng.db'))).toEqual(schemaOf('compared.db'))
  })
})
