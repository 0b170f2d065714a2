import { randomBytes } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Staff } from '../../payload-types.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { writeAudit } from '../shared/writeAudit.ts'

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
 * restored. Its sessions end. For who runs the server, by src/cli/staff.ts; no call leads here.
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
    const data = {
      role: 'department',
      status: 'active',
      ...(password === null ? {} : { password, mustChangePassword: true }),
    } as const
    const { id } = account
      ? await payload.update({ ...own, id: account.id, data: { ...data, sessions: [] } })
      : await payload.create({
          ...own,
          data: {
            password: randomBytes(32).toString('base64url'),
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
  return { created: !account, link: `${payload.config.serverURL}/admin/reset/${token}` }
}

async function countyUnit(req: PayloadRequest, name: string | undefined): Promise<string> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { kind: { equals: 'county' } },
    sort: 'createdAt',
    limit: 1,
    pagination: false,
    depth: 0,
    overrideAccess: true,
    req,
  })
  if (docs[0]) return docs[0].id
  if (name === undefined) throw new AppError('invalid-input', '还没有县级单位，请加上 --unit 单位名称。')
  return (
    await req.payload.create({
      collection: 'units',
      data: { name, kind: 'county' },
      depth: 0,
      overrideAccess: true,
      req,
    })
  ).id
}
