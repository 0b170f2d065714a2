import type { AuthStrategy } from 'payload'
import { findStaffOfSession } from '../../database/rows.ts'
import { noteUse } from '../../operations/identity/staffLogins.ts'
import { tokenBearer } from '../../operations/identity/tokenBearer.ts'

/**
 * Sessions of staff, from the token that Payload's log-in gave. Payload's own strategy, which comes after this one,
 * answers the same; but it reads the account like any record, with hooks and every field's rules, which took more than
 * a third of a check-in's time on the processor.
 */
export const staffStrategy: AuthStrategy = {
  name: 'staff-token',
  authenticate: async ({ headers, payload }) => {
    const bearer = await tokenBearer(headers, payload, 'staff')
    if (!bearer?.sid) return { user: null }
    const { id, sid } = bearer
    const account = await findStaffOfSession({ payload }, { id, sid }, FIELDS)
    if (account) await noteUse({ payload }, sid, new Date())
    return { user: account && ({ ...account, collection: 'staff', _sid: sid, _strategy: 'staff-token' } as never) }
  },
}

/** All of the account but its password and its sessions. */
const FIELDS = [
  'id',
  'name',
  'email',
  'role',
  'unit',
  'status',
  'mustChangePassword',
  'taskMail',
  'secondFactorSince',
  'createdAt',
  'updatedAt',
] as const
