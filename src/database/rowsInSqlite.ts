import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import { isBelow, type Conditions, type Extent, type Reader } from './conditions.ts'
import { columnOf, connectionOf, fieldsOf, type SqliteConnection, type Statement, type Stored } from './sqlite.ts'

export function findInSqlite(
  { payload }: Reader,
  table: string,
  conditions: Conditions,
  { fields, limit }: Extent,
): object[] {
  const connection = connectionOf(payload)
  const known = columnsKnown.get(connection) ?? new Map<string, Columns>()
  columnsKnown.set(connection, known)
  const key = [table, ...(fields ?? [])].join()
  const columns = known.get(key) ?? columnsOf({ payload }, table, fields)
  known.set(key, columns)
  const statement = where(
    { payload },
    table,
    conditions,
    `SELECT ${columns.map(({ column }) => `"${column.name}"`).join(', ')}`,
  )
  const found =
    limit === 1 ? [connection.readOne(statement) ?? []].filter(({ length }) => length > 0) : connection.read(statement)
  return found.map((stored) => rowOf(stored, columns))
}

export function countInSqlite({ payload }: Reader, table: string, conditions: Conditions): number {
  const [count] = connectionOf(payload).readOne(where({ payload }, table, conditions, 'SELECT COUNT(*)')) ?? []
  return Number(count)
}

function where({ payload }: Reader, table: string, conditions: Conditions, select: string): Statement {
  const entries = Object.entries(conditions)
  const compared = entries.map(
    ([field, wanted]) =>
      `"${columnOf(payload, table, field).name}" ${Array.isArray(wanted) ? 'IN (SELECT value FROM json_each(?))' : isBelow(wanted) ? '< ?' : '= ?'}`,
  )
  const args = entries.map(
    ([, wanted]) =>
      (Array.isArray(wanted)
        ? JSON.stringify(wanted)
        : isBelow(wanted)
          ? wanted.below
          : typeof wanted === 'boolean'
            ? Number(wanted)
            : wanted) as Stored,
  )
  return { sql: `${select} FROM "${table}"${compared.length > 0 ? ` WHERE ${compared.join(' AND ')}` : ''}`, args }
}

type Columns = { field: string; column: SQLiteColumn; group: [string, string] | null }[]

/** By connection, then by table and fields. */
const columnsKnown = new WeakMap<SqliteConnection, Map<string, Columns>>()

function columnsOf({ payload }: Reader, table: string, fields = fieldsOf(payload, table)): Columns {
  return fields.map((field) => {
    const [group = '', inner = ''] = field.split('_')
    return {
      field,
      column: columnOf(payload, table, field),
      group: group && inner ? ([group, inner] as [string, string]) : null,
    }
  })
}

/** Groups lie in columns of their own: `outcome_visits` is `outcome.visits`. */
function rowOf(stored: Stored[], columns: Columns): object {
  const row: Record<string, unknown> = {}
  columns.forEach(({ field, column, group }, index) => {
    const raw = stored[index] ?? null
    const value: unknown = raw === null ? null : column.mapFromDriverValue(raw)
    if (group) row[group[0]] = { ...(row[group[0]] as object | undefined), [group[1]]: value }
    else row[field] = value
  })
  return row
}
