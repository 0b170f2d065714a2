import { randomBytes } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import type { Staff } from '../../payload-types.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { countyUnit } from './countyUnit.ts'

interface Restored {
  email: string
  /** Of a new account; one that is there keeps its name. */
  name: string
  /** Of the county's unit, where there is none yet. */
  unit?: string | undefined
  /** Null: nobody knows the password, and the link is the way in. */
  password: string | null
}

/**
 * An active account of the department by this address, when nobody can log in: made, or what was disabled or demoted,
 * restored. Its sessions end, and its second factor goes. For who runs the server, by src/cli/staff.ts; no call leads
 * here.
 *
 * @returns a link that sets the password once within an hour; null when a password was given
 * @throws AppError invalid-input (a weak password, an address that is none, no unit of the county)
 */
export async function restoreDepartment(
  req: PayloadRequest,
  { email: typed, name, unit, password }: Restored,
): Promise<{ created: boolean; link: string | null }> {
  const { payload } = req
  const email = typed.trim().toLowerCase()
  const account = await payload.db.findOne<Staff>({ collection: 'staff', where: { email: { equals: email } }, req })
  await runInTransaction(req, async () => {
    const own = { collection: 'staff', depth: 0, overrideAccess: true, req } as const
    // An account comes into use with a password: where none was given, with one that nobody knows.
    const hasNone = !account || account.status === 'invited'
    const data = {
      role: 'department',
      status: 'active',
      // The phone may be lost too.
      secondFactorSince: null,
      totpSecret: null,
      totpStep: null,
      recoveryCodes: null,
      ...(password === null
        ? hasNone && { password: randomBytes(32).toString('base64url') }
        : { password, mustChangePassword: true }),
    } as const
    const { id } = account
      ? await payload.update({ ...own, id: account.id, data: { ...data, sessions: [] } })
      : await payload.create({
          ...own,
          data: {
            ...data,
            email,
            name,
            unit: await countyUnit(req, unit),
          },
        })
    await writeAudit(req, {
      action: account ? 'changed' : 'created',
      subjectCollection: 'staff',
      subject: id,
      reason: '服务器上的命令：恢复组织部门账号',
      details: { password: password !== null },
    })
  })
  if (password !== null) return { created: !account, link: null }
  const token = await payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true, req })
  return { created: !account, link: `${payload.config.serverURL}/admin/reset#${token}` }
}
