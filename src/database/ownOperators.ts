import { sql, type Column, type SQL } from '@payloadcms/db-sqlite/drizzle'
import type { BaseDatabaseAdapter, DatabaseAdapterObj } from 'payload'

type Compare<Value = string> = (column: Column, value: Value) => SQL
interface Operators {
  operators: Record<'like' | 'not_like' | 'contains', Compare> & { in: Compare<unknown[]> }
}

/** Some of Payload's comparisons, said to SQLite in our own way. */
export function withOwnOperators<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { operators } = db as unknown as Operators
      operators.like = literally(operators.like, true)
      operators.contains = literally(operators.contains, true)
      operators.not_like = literally(operators.not_like, false)
      operators.in = inOneText(operators.in)
      return db
    },
  }
}

/**
 * Payload (3.90) puts what was typed between the two % of a LIKE, so that a % or _ in it stands for anything, and
 * SQLite ends with an error at 50,000 bytes. Looked for as it stands instead, capitals and small letters of Latin
 * alike, as LIKE takes them.
 */
const literally =
  (own: Compare, isFound: boolean): Compare =>
  (column, pattern) => {
    // A text that is not to be there comes without the two signs.
    const text = isFound ? searched(pattern) : pattern
    if (text === null) return own(column, pattern)
    return sql`(instr(lower(${column}), lower(${text})) > 0) = ${isFound ? 1 : 0}`
  }

const searched = (pattern: string): string | null =>
  pattern.length > 1 && pattern.startsWith('%') && pattern.endsWith('%') ? pattern.slice(1, -1) : null

/**
 * Records by many ids are asked for with all of these in one JSON text. With a variable for each, SQLite thinks the
 * index of some units shorter from some ten ids for each unit on, and reads all of a town's people to find a hundred of
 * them.
 */
const inOneText =
  (own: Compare<unknown[]>): Compare<unknown[]> =>
  (column, values) =>
    column.primary && values.every((value) => typeof value === 'string')
      ? sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
      : own(column, values)
