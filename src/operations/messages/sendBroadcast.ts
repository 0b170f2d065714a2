import type { PayloadRequest } from 'payload'
import { holdRecords } from '../../database/holdRecords.ts'
import { countRowsBy, findRowsInOrder, newId, type BroadcastRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { NewRow } from '../../database/types.ts'
import { requireTellable, waitsUntil } from '../../domain/messages/broadcasts.ts'
import type { BroadcastRequest } from '../../domain/messages/requests.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { audiencesOf, findAddressedActivity } from './broadcastAudience.ts'

export interface SentBroadcast {
  id: string
  /** False when the same words went to the same audience before: nobody is told twice. */
  isNew: boolean
  /** The people that it goes to. */
  people: number
  /** When it leaves; null for at once. */
  waitsUntil: string | null
}

/**
 * Sends an organiser's own words to people of one activity, as many as belong to the audience at this moment: their
 * sign-ups are noted in the same write as the message, and planMessages makes a row of each (docs/messages.md). The
 * same words to the same audience are the same message, however often they are sent.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-draft, activity-ended,
 * nobody-to-tell, rate-limited, busy
 */
export async function sendBroadcast(
  req: PayloadRequest,
  { activityId, audience, text }: BroadcastRequest & { activityId: string },
  now: Date,
): Promise<SentBroadcast> {
  const staff = requireStaff(req)
  const activity = await findAddressedActivity(req, activityId)
  requireTellable(activity, now)
  const claim = keyedHash('broadcast', JSON.stringify([activityId, audience, text]))
  const answer = async ({ id, recipients }: Pick<BroadcastRow, 'id' | 'recipients'>, isNew: boolean) => ({
    id,
    isNew,
    people: recipients?.length ?? (await countRowsBy(req, 'messages', { broadcast: id })),
    waitsUntil: waitsUntil(activity, now)?.toISOString() ?? null,
  })
  const sentBefore = async (): Promise<BroadcastRow | undefined> =>
    (await findRowsInOrder(req, 'broadcasts', { claim }, 'createdAt', 1))[0]
  const known = await sentBefore()
  if (known) return answer(known, false)

  const recipients = (await audiencesOf(req, activityId))(audience).map(({ id }) => id)
  if (recipients.length === 0) throw new AppError('nobody-to-tell')
  const giveBack = await claimLimit(
    req,
    [
      { limit: 'broadcasts-of-activity', of: activityId },
      { limit: 'broadcasts-by-staff', of: staff.id },
    ],
    now,
  )
  const at = now.toISOString()
  const id = newId(req.payload)
  const row: NewRow<'broadcasts'> = {
    collection: 'broadcasts',
    id,
    insert: {
      activity: activityId,
      unit: activity.unit,
      audience,
      text,
      sentBy: staff.id,
      recipients,
      unnotified: true,
      claim,
      createdAt: at,
      updatedAt: at,
    },
  }
  const details = { audience, people: recipients.length }
  const line = auditLine(req, { action: 'told', subjectCollection: 'activities', subject: activityId, details }, now)
  try {
    await runInTransaction(req, async () => {
      // Nothing refers to an account that is deleted at this moment.
      if (!(await holdRecords(req, 'staff', [staff.id]))) throw new AppError('not-logged-in')
      await swap(req, [], [row, line])
    })
  } catch (error) {
    await giveBack()
    // Sent by another request at the same moment.
    const other = isDuplicate(error) ? await sentBefore() : undefined
    if (other) return answer(other, false)
    throw error
  }
  return answer({ id, recipients }, true)
}
