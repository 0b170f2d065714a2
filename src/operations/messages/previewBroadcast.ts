import { setImmediate } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy, type ActivityRow } from '../../database/rows.ts'
import { requireTellable, smsParts, waitsUntil } from '../../domain/messages/broadcasts.ts'
import type { BroadcastRequest } from '../../domain/messages/requests.ts'
import { letterFor } from '../../email/letterFor.ts'
import { piecesOf } from '../shared/piecesOf.ts'
import { audiencesOf, findAddressedActivity } from './broadcastAudience.ts'

export interface BroadcastPreview {
  /** As it arrives, with an invented name. */
  mail: { subject: string; html: string }
  sms: { text: string; length: number; parts: number }
  /** How many people of the audience it reaches, and by which way. */
  people: { mail: number; sms: number; unreachable: number }
  /** Parts of all text messages together, which are paid for. */
  partsInTotal: number
  /** When it leaves; null for at once. */
  waitsUntil: string | null
}

const SAMPLE_NAME = '张三'
/** People whose contacts are decrypted in one piece. */
const AT_ONCE = 500

/**
 * A message before it is sent: written by the same code as the one that leaves, and how many get it by which way.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-draft, activity-ended
 */
export async function previewBroadcast(
  req: PayloadRequest,
  { activityId, audience, text }: BroadcastRequest & { activityId: string },
  now: Date,
): Promise<BroadcastPreview> {
  const activity = await findAddressedActivity(req, activityId)
  requireTellable(activity, now)
  const people = await reachOf(
    req,
    (await audiencesOf(req, activityId))(audience).map(({ person }) => person),
  )
  const { mail, sms } = await lettersOf(req, activity, text, now)
  const parts = smsParts(sms)
  return {
    mail,
    sms: { text: sms, length: sms.length, parts },
    people,
    partsInTotal: parts * people.sms,
    waitsUntil: waitsUntil(activity, now)?.toISOString() ?? null,
  }
}

async function lettersOf(
  req: PayloadRequest,
  activity: ActivityRow,
  text: string,
  now: Date,
): Promise<{ mail: BroadcastPreview['mail']; sms: string }> {
  const written = {
    message: { key: 'preview', kind: 'broadcast' as const, createdAt: now.toISOString() },
    registration: { id: '', status: 'confirmed' as const, size: 1, history: null, offerExpiresAt: null },
    activity: { ...activity, notice: activity.notice ?? null },
    words: { text, unit: (await findRow(req, 'units', activity.unit))?.name ?? '' },
  }
  const addressee = { id: '', name: SAMPLE_NAME, email: null, phone: null }
  const mail = letterFor({ ...written, person: { ...addressee, email: 'preview' } })
  const sms = letterFor({ ...written, person: { ...addressee, phone: 'preview' } })
  if (mail?.channel !== 'mail' || sms?.channel !== 'sms') throw new Error('A letter went another way')
  return { mail: { subject: mail.subject, html: mail.html }, sms: sms.text }
}

/** As addressed in src/email/letterFor.ts: by mail, by text message to who has no mailbox. */
async function reachOf(req: PayloadRequest, ids: string[]): Promise<BroadcastPreview['people']> {
  const reach = { mail: 0, sms: 0, unreachable: 0 }
  for (const piece of piecesOf(ids, AT_ONCE)) {
    for (const { email, phone } of await findRowsBy(req, 'people', { id: piece }, ['email', 'phone']))
      reach[email ? 'mail' : phone ? 'sms' : 'unreachable'] += 1
    await setImmediate()
  }
  return reach
}
