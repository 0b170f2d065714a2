import type { Payload } from 'payload'
import { connectionOf } from './sqlite.ts'

/** SQL that holds while another active account of the department is there than the row at hand. */
export const ANOTHER_DEPARTMENT = `EXISTS (SELECT 1 FROM "staff" AS "other" WHERE "other"."id" <> "staff"."id" AND "other"."role" = 'department' AND "other"."status" = 'active')`

interface Ending {
  id: string
  role: string
  status: string
  unit: string | null
}

/**
 * Takes an account out of the department by the one statement that looks for another. @returns whether there was one
 */
export function endDepartment(payload: Pick<Payload, 'db'>, { id, role, status, unit }: Ending): boolean {
  return (
    connectionOf(payload).write([
      [
        {
          sql: `UPDATE "staff" SET "role" = ?, "status" = ?, "unit_id" = ? WHERE "id" = ? AND ${ANOTHER_DEPARTMENT}`,
          args: [role, status, unit, id],
        },
      ],
    ])[0] ?? false
  )
}
