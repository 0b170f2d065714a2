import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import Database from 'libsql'
import type { Payload } from 'payload'

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

/** How long a statement may keep the process waiting for another one's lock, in milliseconds; after that it is tried again later (patiently). */
const BUSY_MS = 20

/** The file's own number for its application to use: not a byte is left of what was deleted before `secure_delete` was on. */
const REBUILT = 1

/**
 * A connection of our own beside Payload's, to the same file and with the same settings: it keeps its statements prepared. To prepare one costs
 * several times what it costs to run it, and Payload's client prepares each anew. Every call is done when it returns, so that the two never
 * wait for each other within a process.
 */
export class SqliteConnection {
  private readonly database: Database.Database
  private readonly prepared = new Map<string, Database.Statement<[Stored[]]>>()

  constructor(file: string) {
    this.database = new Database(file)
    this.database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;`)
  }

  /** The rows as lists of values, in the order of the columns asked for. */
  read({ sql, args }: Statement): Stored[][] {
    return this.statement(sql).all(args) as Stored[][]
  }

  readOne({ sql, args }: Statement): Stored[] | undefined {
    return this.statement(sql).get(args) as Stored[] | undefined
  }

  /**
   * Several groups of statements in one transaction, each all or nothing: when its first changes no row, the others are left out.
   *
   * @returns for each group whether it was written
   * @throws what the database refuses; then nothing is written of any group
   */
  write(groups: Statement[][]): boolean[] {
    this.statement('BEGIN IMMEDIATE').run([])
    try {
      const written = groups.map((statements) => {
        for (const [index, { sql, args }] of statements.entries()) {
          const { changes } = this.statement(sql).run(args)
          if (changes === 1) continue
          if (index === 0) return false
          throw new Error(`Changed ${changes} rows instead of one: ${sql}`)
        }
        return true
      })
      this.statement('COMMIT').run([])
      return written
    } catch (error) {
      this.statement('ROLLBACK').run([])
      throw error
    }
  }

  /** Without the free space that deleted rows left, and with nothing waiting in the log. The file notes it, so that it is done once, whoever dies before. */
  rebuild(): void {
    if (this.isRebuilt()) return
    this.database.exec(`VACUUM; PRAGMA user_version = ${REBUILT}`)
    this.emptyLog()
  }

  private isRebuilt(): boolean {
    return this.readOne({ sql: 'PRAGMA user_version', args: [] })?.[0] === REBUILT
  }

  /** All that is written goes into the file, and the log beside it becomes empty; as much of it as others' reads allow. */
  emptyLog(): void {
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  /** What the last of the statements answers after the others; all are undone at once. */
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
    this.statement('BEGIN IMMEDIATE').run([])
    try {
      if (condition && this.readOne(condition) === undefined) {
        this.statement('ROLLBACK').run([])
        return false
      }
      for (const { sql, args } of statements) this.runOnce(sql, args)
      this.statement('COMMIT').run([])
      return true
    } catch (error) {
      this.statement('ROLLBACK').run([])
      throw error
    }
  }

  /**
   * One statement by itself. A write takes the file's lock first, by a statement that is kept: one that meets another process's lock is left
   * unfinished by libsql until it is collected as garbage, and so long nothing that this connection writes is committed.
   */
  execute({ sql, args }: Statement): Answer {
    if (/^(begin immediate|commit|rollback)$/i.test(sql)) {
      this.statement(sql).run([])
      return { columns: [], rows: [], rowsAffected: 0 }
    }
    if (this.database.inTransaction || isReading(sql)) return this.runOnce(sql, args)
    this.statement('BEGIN IMMEDIATE').run([])
    try {
      const answer = this.runOnce(sql, args)
      this.statement('COMMIT').run([])
      return answer
    } catch (error) {
      this.statement('ROLLBACK').run([])
      throw error
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

/** @throws for what has no column of its own */
export function columnOf({ db }: Pick<Payload, 'db'>, table: string, field: string): SQLiteColumn {
  const found = (db as unknown as SqliteAdapter).tables[table]?.[field]
  if (!found) throw new Error(`No column for ${table}.${field}`)
  return found
}

/** All fields that have a column in the table itself. */
export function fieldsOf({ db }: Pick<Payload, 'db'>, table: string): string[] {
  return Object.keys((db as unknown as SqliteAdapter).tables[table] ?? {}).filter((field) => typeof columnOf({ db }, table, field).name === 'string')
}
