import type { SQLiteColumn } from '@payloadcms/db-sqlite/drizzle/sqlite-core'
import type { BaseDatabaseAdapter, DatabaseAdapterObj, FlattenedField, Payload } from 'payload'
import { tableOf } from './sqlite.ts'

/** Values that were read and are none, since the process began, and where. */
export const badValues = { count: 0, columns: new Set<string>() }

interface WithTables {
  tables: Record<string, Record<string, SQLiteColumn>>
}

/**
 * SQLite keeps in a column what it is given: a date that is none, a number that is “NaN”. Read as nothing, for
 * Payload's reads and our own, since one such value would otherwise break every list that its row is in. Each column is
 * logged once; all are counted for /metrics.
 */
export function readSoundRows<T extends BaseDatabaseAdapter>(adapter: DatabaseAdapterObj<T>): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { connect } = db
      db.connect = async function (...asked) {
        await connect?.apply(this, asked)
        for (const { slug, flattenedFields } of this.payload.config.collections) {
          const table = (this as unknown as WithTables).tables[tableOf(slug)]
          if (table) guardColumns(this.payload, slug, table, flattenedFields, '')
        }
      }
      return db
    },
  }
}

function guardColumns(
  payload: Payload,
  slug: string,
  table: Record<string, SQLiteColumn>,
  fields: FlattenedField[],
  prefix: string,
): void {
  for (const field of fields) {
    const column = table[`${prefix}${field.name}`]
    if (field.type === 'group') guardColumns(payload, slug, table, field.flattenedFields, `${prefix}${field.name}_`)
    else if (column && (field.type === 'date' || field.type === 'number'))
      guardColumn(payload, `${slug}.${prefix}${field.name}`, column, field.type === 'date' ? isDate : isNumber)
  }
}

const isDate = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)

function guardColumn(payload: Payload, name: string, column: SQLiteColumn, isSound: (value: unknown) => boolean): void {
  const read = column.mapFromDriverValue.bind(column)
  column.mapFromDriverValue = (stored: unknown): unknown => {
    const value: unknown = read(stored)
    if (value === null || isSound(value)) return value
    badValues.count += 1
    if (!badValues.columns.has(name)) {
      badValues.columns.add(name)
      payload.logger.error(
        { column: name },
        'a stored value is none of its kind, and is read as nothing; npm run recount tells more',
      )
    }
    return null
  }
}
