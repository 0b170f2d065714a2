import { createLocalReq, type PayloadRequest } from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { sendPasswordReset } from '../../email/passwordReset.ts'
import type { Staff } from '../../payload-types.ts'
import { claimLimit, networkOfClient } from '../shared/claimLimit.ts'
import { inviteSoon } from './invitations.ts'

/**
 * Sends a link by which a staff member sets a new password, if there is such an account. A person who asks cannot tell:
 * the request is counted the same for all, and looked up, written and sent after the answer.
 *
 * @throws AppError rate-limited
 */
export async function requestPasswordReset(req: PayloadRequest, email: string, now: Date): Promise<void> {
  await claimLimit(
    req,
    [
      { limit: 'password-mails-for-account', of: email },
      { limit: 'password-mails-from-network', of: networkOfClient(req) },
    ],
    now,
  )
  const { payload } = req
  setImmediate(() => {
    sendLink(req, email, now).catch((error: unknown) =>
      payload.logger.error({ err: error }, 'password link could not be sent'),
    )
  })
}

async function sendLink({ payload }: PayloadRequest, email: string, now: Date): Promise<void> {
  const own = await createLocalReq({ context: { isCounted: true } }, payload)
  const account = await payload.db.findOne<Staff>({
    collection: 'staff',
    where: { email: { equals: email } },
    req: own,
  })
  if (!account || account.status === 'disabled') return
  // With no password yet, the link that sets the first one.
  if (account.status === 'invited') {
    await inviteSoon(own, account.id, now)
    return
  }
  // Begins again when somebody else writes the account at this moment.
  const token = await runInTransaction(own, () =>
    payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true, req: own }),
  )
  await sendPasswordReset(payload, { email, name: account.name }, `${payload.config.serverURL}/admin/reset#${token}`)
}
