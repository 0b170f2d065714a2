import type { SQLiteAdapter } from '@payloadcms/db-sqlite'
import { and, sql } from '@payloadcms/db-sqlite/drizzle'
import type { DatabaseAdapterObj } from 'payload'
import { ANOTHER_DEPARTMENT } from './lastDepartment.ts'
import { referencesTo, referringInSqlite } from './references.ts'

/**
 * On SQLite what is used cannot be deleted, by the very statement that deletes: a reference made by another process
 * just before keeps the row, one made just after finds none and is refused by its foreign key. (On MongoDB the
 * transactions of both meet: src/hooks/shared/references.ts.)
 */
export function guardDeletes(adapter: DatabaseAdapterObj<SQLiteAdapter>): DatabaseAdapterObj<SQLiteAdapter> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { deleteWhere } = db
      db.deleteWhere = async function (asked) {
        const references = referencesTo(this.payload.config, asked.tableName.replaceAll('_', '-'))
        const conditions = references.map((reference) => sql.raw(`NOT ${referringInSqlite(this.payload, reference)}`))
        if (asked.tableName === 'staff')
          conditions.push(
            sql.raw(`("staff"."role" <> 'department' OR "staff"."status" <> 'active' OR ${ANOTHER_DEPARTMENT})`),
          )
        await deleteWhere.call(this, {
          ...asked,
          ...(conditions.length > 0 && { where: and(asked.where, ...conditions) as typeof asked.where }),
        })
      }
      return db
    },
  }
}
