import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import Database from 'libsql'
import type { Payload } from 'payload'
import { connectionOf, isReading, pathOf, type SqliteConnection, type Statement } from '../../src/database/sqlite.ts'
import { bundled } from '../support/bundled.ts'
import { hoursFromNow, makeActivity, makeStaff, makeTarget, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { failOn, refuseWrites } from '../support/refuseWrites.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
})
afterAll(() => app.stop())

type Lists = {
  collection: 'activities' | 'targets'
  make: () => Promise<{ id: string }>
  data: () => Record<string, unknown>
  tables: string[]
}

/** Every collection with lists, a record with some, and an edit of its own row and of all of them. */
const RECORDS: Lists[] = [
  {
    collection: 'activities',
    make: () =>
      makeActivity(payload, units.community, {
        questions: [
          { label: '尺码', kind: 'select', options: ['M', 'L'] },
          { label: '备注', kind: 'text' },
        ],
      }),
    data: () => ({ title: '换了名字', questions: [{ label: '忌口', kind: 'multiselect', options: ['辣', '海鲜'] }] }),
    tables: ['activities', 'activities_questions', 'activities_texts'],
  },
  {
    collection: 'targets',
    make: () => makeTarget(payload, { lines: ['riders'], units: [units.town.id] }),
    data: () => ({ title: '换了名字', lines: ['pairing', 'programmes'], units: [units.otherTown.id, units.county.id] }),
    tables: ['targets', 'targets_lines', 'targets_rels'],
  },
]

const stored = async (collection: Lists['collection'], id: string): Promise<unknown> => {
  const { updatedAt: _, ...rest } = (await payload.findByID({
    collection,
    id,
    depth: 0,
    overrideAccess: true,
  })) as unknown as Record<string, unknown>
  return rest
}

/** What a write sends to the database in the end, in order: its transaction too. */
async function statementsOf(
  connection: SqliteConnection,
  work: () => Promise<unknown>,
  written: () => void,
): Promise<Statement[]> {
  const sent: Statement[] = []
  let isWriting = false
  const own = connection as unknown as Record<'runOnce' | 'statement' | 'writeAll', (...given: unknown[]) => unknown>
  const { runOnce, statement, writeAll } = own
  Object.assign(own, {
    writeAll: (...given: unknown[]) => {
      isWriting = true
      try {
        return writeAll.apply(own, given)
      } finally {
        isWriting = false
        written()
      }
    },
    statement: (sql: string) => {
      if (isWriting) sent.push({ sql, args: [] })
      return statement.call(own, sql)
    },
    runOnce: (sql: string, args: Statement['args']) => {
      if (isWriting) sent.push({ sql, args })
      return runOnce.call(own, sql, args)
    },
  })
  try {
    await work()
    return sent.filter(({ sql }) => !isReading(sql))
  } finally {
    for (const name of ['writeAll', 'statement', 'runOnce']) Reflect.deleteProperty(own, name)
  }
}

describe.each(RECORDS)('a record of $collection with its lists', ({ collection, make, data, tables }) => {
  const isSqlite = (): boolean => payload.db.name === 'sqlite'

  it('is written whole or not at all, whichever statement fails [D2]', async () => {
    const { id } = await make()
    let before = await stored(collection, id)
    // A statement each: the row itself, and of every table of a list the rows that go and those that come.
    const statements = isSqlite()
      ? tables.flatMap((table) => (['INSERT', 'UPDATE', 'DELETE'] as const).map((event) => [event, table] as const))
      : []
    let failed = 0
    for (const [event, table] of statements) {
      const allow = await failOn(payload, event, table)
      const refused = await payload.update({ collection, id, data: data(), overrideAccess: true }).then(
        () => false,
        () => true,
      )
      await allow()
      if (refused) expect([event, table, await stored(collection, id)]).toEqual([event, table, before])
      else {
        // As it was, but for the mark that a target with another filter is to be counted again.
        await payload.update({ collection, id, data: before as Record<string, unknown>, overrideAccess: true })
        before = await stored(collection, id)
      }
      failed += Number(refused)
    }
    // The own row, and at least one statement of each list.
    if (isSqlite()) expect(failed).toBeGreaterThanOrEqual(tables.length)
    await payload.update({ collection, id, data: data(), overrideAccess: true })
    expect(await stored(collection, id)).toMatchObject(data())
  })

  it('is whole or as before when the process is killed after any statement of the write [D2]', async () => {
    if (!isSqlite()) return
    const { id } = await make()
    const rows = (file: string): unknown => {
      const database = new Database(file)
      const found = tables.map((table) =>
        database
          .prepare(
            `SELECT * FROM "${table}" WHERE ${table === tables[0] ? 'id' : table.endsWith('_questions') ? '_parent_id' : 'parent_id'} = ?`,
          )
          .raw(true)
          .all([id]),
      )
      database.close()
      return found
    }
    const connection = connectionOf(payload)
    connection.emptyLog()
    const [file, copy, list] = [
      pathOf(process.env.DATABASE_URI ?? ''),
      path.join(process.env.TEST_FOLDER ?? '', 'killed.db'),
      path.join(process.env.TEST_FOLDER ?? '', 'statements.json'),
    ]
    const before = path.join(process.env.TEST_FOLDER ?? '', 'before.db')
    copyFileSync(file, before)
    const old = rows(before)
    // As it is at that moment: what follows from an edit is settled later.
    let whole = old
    const statements = await statementsOf(
      connection,
      () => payload.update({ collection, id, data: data(), overrideAccess: true }),
      () => (whole = rows(file)),
    )
    writeFileSync(list, JSON.stringify(statements))
    expect(old).not.toEqual(whole)
    expect(statements.length).toBeGreaterThan(tables.length)
    for (let count = 1; count <= statements.length; count += 1) {
      for (const part of ['', '-wal', '-shm']) rmSync(`${copy}${part}`, { force: true })
      copyFileSync(before, copy)
      const child = spawn(process.execPath, [await bundled('tests/support/dyingWriter.ts')], {
        stdio: 'inherit',
        env: { ...process.env, FILE: copy, STATEMENTS: list, DIES_AFTER: String(count), NODE_OPTIONS: '' },
      })
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL'])
      expect([count, rows(copy)]).toEqual([count, count === statements.length ? whole : old])
    }
  })

  it('is made whole or not at all [D2]', async () => {
    if (!isSqlite()) return
    const total = async (): Promise<number> =>
      (await payload.count({ collection, where: { id: { exists: true } }, overrideAccess: true })).totalDocs
    const before = await total()
    for (const table of tables) {
      const allow = await failOn(payload, 'INSERT', table)
      await expect(make()).rejects.toThrow()
      await allow()
    }
    expect(await total()).toBe(before)
  })
})

describe('a write of several statements', () => {
  it('lets nobody else into it, and keeps nobody waiting [D2]', async () => {
    const activity = await makeActivity(payload, units.community, {
      questions: [{ label: '尺码', kind: 'select', options: ['M'] }],
    })
    const other = await makeActivity(payload, units.community)
    // Both at once: the one that fails must not take along what the others wrote meanwhile.
    const allow = await refuseWrites(payload, activity.id)
    const failing = payload
      .update({
        collection: 'activities',
        id: activity.id,
        data: { title: '不成', questions: [{ label: '忌口', kind: 'text' }] },
        overrideAccess: true,
      })
      .catch(() => 'failed')
    const others = Array.from({ length: 8 }, (_, index) =>
      payload.update({
        collection: 'activities',
        id: other.id,
        data: { place: `第 ${index} 处` },
        overrideAccess: true,
      }),
    )
    expect((await Promise.allSettled(others)).filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
    expect(await failing).toBe('failed')
    await allow()
    expect(
      (await payload.findByID({ collection: 'activities', id: other.id, depth: 0, overrideAccess: true })).place,
    ).toMatch(/^第 \d 处$/)
    expect(
      await payload.findByID({ collection: 'activities', id: activity.id, depth: 0, overrideAccess: true }),
    ).toMatchObject({ title: activity.title, questions: [{ label: '尺码', options: ['M'] }] })
  })

  it('answers what is stored afterwards [D2]', async () => {
    const organiser = await makeStaff(payload, 'organiser', units.community)
    const activity = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(9),
      endsAt: hoursFromNow(10),
    })
    const req = await app.req(organiser)
    const answered = await payload.update({
      collection: 'activities',
      id: activity.id,
      data: {
        capacity: 7,
        questions: [
          { label: '一', kind: 'select', options: ['甲', '乙'] },
          { label: '二', kind: 'text' },
        ],
      },
      depth: 0,
      overrideAccess: false,
      req,
      user: organiser,
    })
    const { capacity, questions } = await payload.findByID({
      collection: 'activities',
      id: activity.id,
      depth: 0,
      overrideAccess: false,
      req,
      user: organiser,
    })
    expect(answered).toMatchObject({ capacity, questions })
  })
})
