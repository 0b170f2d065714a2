import { env } from '../env.ts'
import { saveToOutbox } from './mailAdapter.ts'

/**
 * POST {phone, text} to SMS_WEBHOOK_URL; to the outbox folder without one. `id` stays the same when a message is sent
 * again: the gateway is to send it once.
 *
 * @throws when the gateway does not answer within ten seconds
 */
export async function postSms(
  message: { phone: string; text: string },
  id?: string,
): Promise<{ ok: boolean; status: number }> {
  const body = JSON.stringify(message)
  if (!env.SMS_WEBHOOK_URL) {
    await saveToOutbox('json', body)
    return { ok: true, status: 200 }
  }
  return fetch(env.SMS_WEBHOOK_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(id !== undefined && { 'idempotency-key': id }) },
    body,
    signal: AbortSignal.timeout(10_000),
  })
}
