import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import Database from 'libsql'
import type { CollectionSlug, Payload } from 'payload'
import { noteStatement } from './writes.ts'

export type Stored = string | number | null

export interface Statement {
  sql: string
  args: Stored[]
}

export interface Answer {
  columns: string[]
  rows: Stored[][]
  rowsAffected: number
}

interface SqliteAdapter {
  client: object
  clientConfig: { url: string }
  tables: Record<string, Record<string, SQLiteColumn>>
}

/**
 * How long a statement may keep the process waiting for another one's lock, in milliseconds; after that it is tried
 * again later (patiently).
 */
const BUSY_MS = 20

/**
 * The file's own number for its application to use: not a byte is left of what was deleted before `secure_delete` was
 * on.
 */
const REBUILT = 1

/**
 * Of the file that this connection keeps in memory, in KB. SQLite's own 2 MB is less than the indexes of a county's
 * people, whose hashes lie anywhere in them.
 */
const CACHE_KB = 32_000

/**
 * The log is taken into the file when it has so many pages of 4 KB. Rows that lie anywhere in their indexes write over
 * the same pages again and again: with SQLite's own 1,000, each batch of an import would copy them into the file anew.
 */
const LOG_PAGES = 8000

/** Work whose writes reach the disk once, at its end. */
export interface Batch {
  isOpen: boolean
  hasWritten: boolean
}

const batches = new AsyncLocalStorage<Batch>()

/** The batch that whoever calls this works for, if any. */
export function batchAtWork(): Batch | undefined {
  const batch = batches.getStore()
  return batch?.isOpen ? batch : undefined
}

/**
 * A connection of our own beside Payload's, to the same file and with the same settings: it keeps its statements
 * prepared. To prepare one costs several times what it costs to run it, and Payload's client prepares each anew. Every
 * call is done when it returns, so that the two never wait for each other within a process.
 */
export class SqliteConnection {
  private readonly database: Database.Database
  private readonly prepared = new Map<string, Database.Statement<[Stored[]]>>()

  constructor(private readonly file: string) {
    this.database = new Database(file)
    this.database.exec(
      `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -${CACHE_KB}; PRAGMA wal_autocheckpoint = ${LOG_PAGES};`,
    )
  }

  /** The rows as lists of values, in the order of the columns asked for. */
  read({ sql, args }: Statement): Stored[][] {
    return this.statement(sql).all(args) as Stored[][]
  }

  readOne({ sql, args }: Statement): Stored[] | undefined {
    return this.statement(sql).get(args) as Stored[] | undefined
  }

  /**
   * Several groups of statements in one transaction, each all or nothing: when its first changes no row, the others are
   * left out.
   *
   * @param owners for whom: unless all of them are batches, it reaches the disk at once
   * @returns for each group whether it was written
   * @throws what the database refuses; then nothing is written of any group
   */
  write(groups: Statement[][], owners = [batchAtWork()]): boolean[] {
    return this.transaction(owners, groups.flat(), () =>
      groups.map((statements) => {
        for (const [index, { sql, args }] of statements.entries()) {
          const { changes } = this.statement(sql).run(args)
          if (changes === 1) continue
          if (index === 0) return false
          throw new Error(`Changed ${changes} rows instead of one: ${sql}`)
        }
        return true
      }),
    )
  }

  /**
   * Without the free space that deleted rows left, and with nothing waiting in the log. The file notes it, so that it
   * is done once, whoever dies before.
   */
  rebuild(): void {
    if (this.isRebuilt()) return
    this.database.exec(`VACUUM; PRAGMA user_version = ${REBUILT}`)
    this.emptyLog()
  }

  private isRebuilt(): boolean {
    return this.readOne({ sql: 'PRAGMA user_version', args: [] })?.[0] === REBUILT
  }

  /**
   * All that is written goes into the file, and the log beside it becomes empty; as much of it as others' reads allow.
   */
  emptyLog(): void {
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  /** The answer of the last statement after the others; all are undone at once. */
  rehearse(statements: Statement[]): Answer {
    this.statement('BEGIN IMMEDIATE').run([])
    try {
      let last = { columns: [] as string[], rows: [] as Stored[][], rowsAffected: 0 }
      for (const { sql, args } of statements) last = this.runOnce(sql, args)
      return last
    } finally {
      this.statement('ROLLBACK').run([])
    }
  }

  /**
   * All statements in one transaction.
   *
   * @returns false when the condition finds no row; then nothing is written
   * @throws what the database refuses; then nothing is written
   */
  writeAll(statements: Statement[], condition?: Statement): boolean {
    return this.transaction([batchAtWork()], statements, () => {
      if (condition && this.readOne(condition) === undefined) return false
      for (const { sql, args } of statements) this.runOnce(sql, args)
      return true
    })
  }

  /**
   * One statement by itself. A write takes the file's lock first, by a statement that is kept: one that meets another
   * process's lock is left unfinished by libsql until it is collected as garbage, and so long nothing that this
   * connection writes is committed.
   */
  execute({ sql, args }: Statement): Answer {
    if (/^(begin immediate|commit|rollback)$/i.test(sql)) {
      this.statement(sql).run([])
      return { columns: [], rows: [], rowsAffected: 0 }
    }
    if (this.database.inTransaction || isReading(sql)) return this.runOnce(sql, args)
    return this.transaction([batchAtWork()], [{ sql, args }], () => this.runOnce(sql, args))
  }

  /**
   * Every write reaches the disk before it is told, which takes longer than all else of it. The writes within `work`
   * reach it once, at its end, without keeping others waiting. A power cut before that leaves the first so many of its
   * writes, as an end of the process would.
   */
  async syncOnce<T>(work: () => Promise<T>): Promise<T> {
    const batch = { isOpen: true, hasWritten: false }
    try {
      return await batches.run(batch, work)
    } finally {
      batch.isOpen = false
      if (batch.hasWritten) await this.sync()
    }
  }

  /** All that was committed lies in the log, or has been synced into the file. */
  private async sync(): Promise<void> {
    const log = await open(`${this.file}-wal`)
    try {
      await log.datasync()
    } finally {
      await log.close()
    }
  }

  private transaction<T>(owners: (Batch | undefined)[], statements: Statement[], work: () => T): T {
    const isSyncedLater = owners.every((owner) => owner !== undefined)
    if (isSyncedLater) this.statement('PRAGMA synchronous = NORMAL').run([])
    try {
      this.statement('BEGIN IMMEDIATE').run([])
      try {
        const result = work()
        this.statement('COMMIT').run([])
        for (const { sql } of statements) noteStatement(sql)
        for (const owner of owners) if (owner) owner.hasWritten = true
        return result
      } catch (error) {
        this.statement('ROLLBACK').run([])
        throw error
      }
    } finally {
      if (isSyncedLater) this.statement('PRAGMA synchronous = FULL').run([])
    }
  }

  close(): void {
    this.database.close()
  }

  /** A statement of whatever length, which is not kept prepared. */
  private runOnce(sql: string, args: Stored[]): Answer {
    const statement = this.database.prepare<[Stored[]]>(sql)
    if (!statement.reader) return { columns: [], rows: [], rowsAffected: statement.run(args).changes }
    const columns = statement.columns().map(({ name }) => name)
    return { columns, rows: statement.raw(true).all(args) as Stored[][], rowsAffected: 0 }
  }

  private statement(sql: string): Database.Statement<[Stored[]]> {
    const known = this.prepared.get(sql)
    if (known) return known
    const statement = this.database.prepare<[Stored[]]>(sql)
    if (statement.reader) statement.raw(true)
    this.prepared.set(sql, statement)
    return statement
  }
}

/** Reading waits for nobody's lock, with a write-ahead log. */
export const isReading = (sql: string): boolean => /^\s*(select|pragma)\b/i.test(sql)

const connections = new WeakMap<object, SqliteConnection>()

export function connectionOf({ db }: Pick<Payload, 'db'>): SqliteConnection {
  const { client, clientConfig } = db as unknown as SqliteAdapter
  const connection = connections.get(client) ?? new SqliteConnection(pathOf(clientConfig.url))
  connections.set(client, connection)
  return connection
}

/** As Payload's client reads it: what follows `file:` is the path, also after two slashes of an empty host. */
export const pathOf = (url: string): string => decodeURIComponent(url.replace(/^file:(\/\/)?/, ''))

/** The table of a collection, as Payload names it. */
export const tableOf = (collection: string): string => collection.replaceAll('-', '_')

/** @throws for what has no column of its own */
export function columnOf({ db }: Pick<Payload, 'db'>, table: string, field: string): SQLiteColumn {
  const found = (db as unknown as SqliteAdapter).tables[table]?.[field]
  if (!found) throw new Error(`No column for ${table}.${field}`)
  return found
}

/** All fields that have a column in the table itself. */
export function fieldsOf({ db }: Pick<Payload, 'db'>, table: string): string[] {
  return Object.keys((db as unknown as SqliteAdapter).tables[table] ?? {}).filter(
    (field) => typeof columnOf({ db }, table, field).name === 'string',
  )
}

/** One of several choices has a table by the field's name, one of several records is among those of all such fields. */
export function listItem(
  { collections }: Pick<Payload, 'collections'>,
  collection: CollectionSlug,
  field: string,
  value: string,
): [table: string, row: Record<string, string>] {
  const found = collections[collection].config.flattenedFields.find(({ name }) => name === field)
  return found?.type === 'relationship'
    ? [`${collection}_rels`, { path: field, [`${String(found.relationTo)}ID`]: value }]
    : [`${collection}_${field}`, { value, id: randomUUID() }]
}
