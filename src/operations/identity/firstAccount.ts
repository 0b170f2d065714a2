import { createLocalReq, type PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { countyUnit } from './countyUnit.ts'
import { findLink, makeLink, useLink } from './oneTimeLinks.ts'
import { requireSoundPassword } from './soundPassword.ts'

const PURPOSE = 'first-account'
const VALID_MS = 24 * 3_600_000

/**
 * Where nobody has an account yet: a link by which whoever runs the server makes the first one, of the department. Each
 * start makes a new one, and the one before is dead. @returns null where there is staff already
 */
export async function offerFirstAccount(req: PayloadRequest, now: Date): Promise<string | null> {
  if (await isAnybodyThere(req)) return null
  const token = await makeLink(req, PURPOSE, new Date(now.getTime() + VALID_MS))
  return `${req.payload.config.serverURL}/admin/create-first-user#${token}`
}

interface FirstAccount {
  token: string
  name: string
  email: string
  password: string
  /** Of the county's unit, where there is none yet. */
  unit?: string | undefined
}

/** @throws AppError link-invalid (also when there is an account by now), invalid-input */
export async function makeFirstAccount(
  req: PayloadRequest,
  { token, name, email, password, unit }: FirstAccount,
  now: Date,
): Promise<{ email: string }> {
  if ((await findLink(req, token, now)).purpose !== PURPOSE || (await isAnybodyThere(req)))
    throw new AppError('link-invalid')
  await requireSoundPassword(req, password, { name, email })
  await useLink(req, token, now, async () => {
    if (await isAnybodyThere(req)) throw new AppError('link-invalid')
    await runInTransaction(req, async () => {
      const account = await req.payload.create({
        collection: 'staff',
        data: {
          name,
          email,
          password,
          role: 'department',
          unit: await countyUnit(req, unit),
          mustChangePassword: false,
        },
        depth: 0,
        overrideAccess: true,
        req,
      })
      await writeAudit(await asOwner(req, account), {
        action: 'created',
        subjectCollection: 'staff',
        subject: account.id,
        reason: '用服务器启动时打印的一次性链接建立首个组织部门账号',
      })
    })
  })
  return { email }
}

/** The transaction of the request, in the name of the account that was made. */
const asOwner = async (req: PayloadRequest, account: { id: string }): Promise<PayloadRequest> =>
  Object.assign(await createLocalReq({ user: { ...account, collection: 'staff' } as never }, req.payload), {
    transactionID: req.transactionID,
  })

async function isAnybodyThere(req: PayloadRequest): Promise<boolean> {
  return (await req.payload.db.findOne({ collection: 'staff', where: { id: { exists: true } }, req })) !== null
}
