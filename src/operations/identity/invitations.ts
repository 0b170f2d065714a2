import { createLocalReq, type PayloadRequest, type Where } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { beforeWrite } from '../../database/beforeWrite.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { updateIf } from '../../database/updateIf.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { DAY_MS } from '../../domain/shared/calendar.ts'
import { sendInvitation } from '../../email/invitation.ts'
import type { Staff, Unit } from '../../payload-types.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { atOnce, type Paced } from '../shared/paced.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { findLink, makeLink, useLink } from './oneTimeLinks.ts'
import { requireStaff } from './requireUser.ts'
import { requireSoundPassword } from './soundPassword.ts'

/** An invitation is good for so long. */
const INVITATION_DAYS = 7
/** A mail that could not be sent, or whose process died, is tried again after this. */
const AGAIN_MS = 5 * 60_000

/** Of one account at one address: a link opens nothing any more once the address is another. */
const purposeOf = ({ id, email }: Pick<Staff, 'id' | 'email'>): string => `invitation:${id}:${keyedHash('link', email)}`

type Invited = Staff & { unit: string; inviteDueAt?: string | null }

/**
 * Sends the invitations that are due, with a new link each. The mark on the account is moved on before the mail goes
 * and taken away behind it, so that a process that dies sends it again later, and two never send the same.
 */
export async function sendInvitations(req: PayloadRequest, now: Date, paced: Paced = atOnce): Promise<void> {
  const { docs } = await req.payload.db.find<Invited>({
    collection: 'staff',
    where: { and: [{ status: { equals: 'invited' } }, { inviteDueAt: { less_than_equal: now.toISOString() } }] },
    pagination: false,
    limit: 0,
    req,
  })
  await eachAlone(req, docs, (account) => paced(() => invite(req, account, now)))
}

async function invite(req: PayloadRequest, { id, name, email, unit, inviteDueAt }: Invited, now: Date): Promise<void> {
  const move = (from: string | null | undefined, to: Record<string, unknown>) =>
    updateIf(req, 'staff', { and: [{ id: { equals: id } }, { inviteDueAt: { equals: from } }] }, to)
  const again = new Date(now.getTime() + AGAIN_MS).toISOString()
  if (!(await move(inviteDueAt, { inviteDueAt: again }))) return
  const token = await makeLink(req, purposeOf({ id, email }), new Date(now.getTime() + INVITATION_DAYS * DAY_MS))
  const own = await unitName(req, unit)
  await sendInvitation(
    req.payload,
    { name, email, unit: own },
    `${req.payload.config.serverURL}/admin/invitation#${token}`,
  )
  await move(again, { inviteDueAt: null, invitedAt: now.toISOString() })
}

/**
 * Has the invitation sent again, with a link that takes the place of the one before.
 *
 * @throws AppError forbidden, not-found, not-invited, rate-limited
 */
export async function inviteAgain(req: PayloadRequest, id: string, now: Date): Promise<void> {
  requireStaff(req)
  const account = await accountOf(req, id)
  if (!account) throw new AppError('not-found')
  if (!isDepartment(req)) throw new AppError('forbidden')
  if (account.status !== 'invited') throw new AppError('not-invited')
  await claimLimit(req, [{ limit: 'password-mails-for-account', of: account.email }], now)
  if (!(await inviteSoon(req, id, now))) throw new AppError('not-invited')
}

/** Has the next run of the job send an invitation. @returns whether the account is one that is invited */
export async function inviteSoon(req: PayloadRequest, id: string, now: Date): Promise<boolean> {
  const where: Where = { and: [{ id: { equals: id } }, { status: { equals: 'invited' } }] }
  return (await updateIf(req, 'staff', where, { inviteDueAt: now.toISOString() })) !== null
}

/** For whom a link is, as the page greets them. @throws AppError link-invalid */
export async function getInvitation(
  req: PayloadRequest,
  token: string,
  now: Date,
): Promise<{ name: string; email: string; unit: string }> {
  const { name, email, unit } = await invitedBy(req, token, now)
  return { name, email, unit: await unitName(req, unit) }
}

/**
 * The person who got the mail sets the password, which nobody else knows, and may log in from now on.
 *
 * @returns the address to log in with
 * @throws AppError link-invalid, invalid-input (a password that is easily guessed)
 */
export async function acceptInvitation(
  req: PayloadRequest,
  { token, password }: { token: string; password: string },
  now: Date,
): Promise<{ email: string }> {
  const account = await invitedBy(req, token, now)
  await requireSoundPassword(req, password, account)
  // In nobody's name, whoever is logged in in this browser.
  const own = await createLocalReq({}, req.payload)
  await useLink(own, token, now, () =>
    runInTransaction(own, async () => {
      // Withdrawn, or sent to another address, at this very moment.
      beforeWrite(own, 'staff', account.id, async () => {
        await invitedBy(own, token, null)
      })
      await req.payload.update({
        collection: 'staff',
        id: account.id,
        data: { password, status: 'active', mustChangePassword: false, inviteDueAt: null },
        depth: 0,
        overrideAccess: true,
        req: own,
      })
    }),
  )
  const asOwner = await createLocalReq({ user: { ...account, status: 'active', collection: 'staff' } }, req.payload)
  await writeAudit(asOwner, {
    action: 'changed',
    subjectCollection: 'staff',
    subject: account.id,
    reason: '接受邀请，设好密码',
  })
  return { email: account.email }
}

/** @param now null: the link is being used */
async function invitedBy(req: PayloadRequest, token: string, now: Date | null): Promise<Invited> {
  const { purpose } = await findLink(req, token, now)
  const id = /^invitation:([^:]+):/.exec(purpose)?.[1]
  const account = id === undefined ? null : await accountOf(req, id)
  if (account?.status !== 'invited' || purposeOf(account) !== purpose) throw new AppError('link-invalid')
  return account
}

const accountOf = (req: PayloadRequest, id: string): Promise<Invited | null> =>
  req.payload.db.findOne<Invited>({ collection: 'staff', where: { id: { equals: id } }, req })

async function unitName(req: PayloadRequest, id: string): Promise<string> {
  return (await req.payload.db.findOne<Unit>({ collection: 'units', where: { id: { equals: id } }, req }))?.name ?? ''
}
