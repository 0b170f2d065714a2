import { sql, type Column, type SQL } from '@payloadcms/db-sqlite/drizzle'
import type { BaseDatabaseAdapter, DatabaseAdapterObj } from 'payload'

type Compare = (column: Column, pattern: string) => SQL
interface Operators {
  operators: Record<'like' | 'not_like' | 'contains', Compare>
}

const searched = (pattern: string): string | null =>
  pattern.length > 1 && pattern.startsWith('%') && pattern.endsWith('%') ? pattern.slice(1, -1) : null

/**
 * Payload (3.90) puts what was typed between the two % of a LIKE, so that a % or _ in it stands for anything, and
 * SQLite ends with an error at 50,000 bytes. Looked for as it stands instead, capitals and small letters of Latin
 * alike, as LIKE takes them.
 */
export function literalLike<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { operators } = db as unknown as Operators
      const literally =
        (own: Compare, isFound: boolean): Compare =>
        (column, pattern) => {
          // A text that is not to be there comes without the two signs.
          const text = isFound ? searched(pattern) : pattern
          if (text === null) return own(column, pattern)
          return sql`(instr(lower(${column}), lower(${text})) > 0) = ${isFound ? 1 : 0}`
        }
      operators.like = literally(operators.like, true)
      operators.contains = literally(operators.contains, true)
      operators.not_like = literally(operators.not_like, false)
      return db
    },
  }
}
