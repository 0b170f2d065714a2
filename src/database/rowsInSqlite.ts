import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import { comparisonsIn, type Comparison, type Conditions, type Extent, type Reader } from './conditions.ts'
import { columnOf, connectionOf, fieldsOf, type SqliteConnection, type Statement, type Stored } from './sqlite.ts'

export function findInSqlite(
  { payload }: Reader,
  table: string,
  conditions: Conditions,
  { fields, limit, offset = 0, sort }: Extent,
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
  if (sort !== undefined) statement.sql += ` ORDER BY "${columnOf(payload, table, sort).name}"`
  const isFirst = limit === 1 && offset === 0
  if (limit !== undefined && !isFirst) {
    statement.sql += ' LIMIT ? OFFSET ?'
    statement.args.push(limit, offset)
  }
  const found = isFirst
    ? [connection.readOne(statement) ?? []].filter(({ length }) => length > 0)
    : connection.read(statement)
  return found.map((stored) => rowOf(stored, columns))
}

export function countInSqlite({ payload }: Reader, table: string, conditions: Conditions): number {
  const [count] = connectionOf(payload).readOne(where({ payload }, table, conditions, 'SELECT COUNT(*)')) ?? []
  return Number(count)
}

function where({ payload }: Reader, table: string, conditions: Conditions, select: string): Statement {
  const compared: string[] = []
  const args: Stored[] = []
  for (const [field, wanted] of Object.entries(conditions)) {
    const { name } = columnOf(payload, table, field)
    for (const [comparison, value] of comparisonsIn(wanted) ?? []) {
      const each = (comparison === 'holdsAll' ? value : [value]) as Stored[]
      compared.push(...each.map(() => COMPARED[comparison](`"${name}"`, table)))
      args.push(...each)
    }
    if (comparisonsIn(wanted)) continue
    compared.push(`"${name}" ${Array.isArray(wanted) ? 'IN (SELECT value FROM json_each(?))' : '= ?'}`)
    args.push(
      (Array.isArray(wanted)
        ? JSON.stringify(wanted)
        : typeof wanted === 'boolean'
          ? Number(wanted)
          : wanted) as Stored,
    )
  }
  return { sql: `${select} FROM "${table}"${compared.length > 0 ? ` WHERE ${compared.join(' AND ')}` : ''}`, args }
}

const COMPARED: Record<Comparison, (column: string, table: string) => string> = {
  below: (column) => `${column} < ?`,
  above: (column) => `${column} > ?`,
  upTo: (column) => `${column} <= ?`,
  notAbove: (column) => `(${column} > ?) IS NOT TRUE`,
  // In a table that triggers keep (src/migrations).
  holdsAll: (_, table) => `id IN (SELECT owner FROM "${table}_parts" WHERE part = ?)`,
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
