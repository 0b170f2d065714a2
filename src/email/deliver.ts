import type { Payload } from 'payload'
import type { Channel } from '../domain/messages/vocabulary.ts'
import { postSms } from './sms.ts'

/** A message as it leaves: to one address, by mail or, for who has none, as a text message. */
export type Letter = MailLetter | SmsLetter

export interface MailLetter {
  channel: 'mail'
  /** The same whenever this message is sent again: the receiving server knows it by that. */
  messageId: string
  to: string
  subject: string
  text: string
  html: string
  calendar: { method: 'PUBLISH' | 'CANCEL'; content: string } | null
  /** A PNG, shown in the mail under TICKET_IMAGE. */
  ticket: Buffer | null
  /**
   * Where one request without a log-in turns off what may be turned off (RFC 8058); null in mails to staff, who turn
   * them off on their own account.
   */
  unsubscribe: string | null
}

interface SmsLetter {
  channel: 'sms'
  messageId: string
  to: string
  text: string
}

const TICKET_CID = 'ticket@xianfeng'
/** Where the HTML finds the picture of the ticket's code. */
export const TICKET_IMAGE = `cid:${TICKET_CID}`

export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
  constructor(
    /** The fault, without a word about whom the message was for. */
    readonly summary: string,
    /** Whether the same will be refused again. */
    readonly isFinal: boolean,
    /** Whether the message may have been taken although nobody said so. */
    readonly isInDoubt: boolean,
  ) {
    super(summary)
  }
}

/** Hands the letter to the mail server or the gateway, once. @throws DeliveryError */
export async function deliver(payload: Payload, letter: Letter): Promise<Channel> {
  await (letter.channel === 'mail' ? mail(payload, letter) : text(letter))
  return letter.channel
}

async function mail(
  payload: Payload,
  { messageId, to, subject, text, html, calendar, ticket, unsubscribe }: MailLetter,
): Promise<void> {
  try {
    await payload.sendEmail({
      to,
      subject,
      text,
      html,
      messageId,
      headers: {
        ...(unsubscribe !== null && {
          'List-Unsubscribe': `<${unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
        'Auto-Submitted': 'auto-generated',
      },
      ...(calendar && { icalEvent: { method: calendar.method, filename: 'activity.ics', content: calendar.content } }),
      ...(ticket && {
        attachments: [{ filename: 'ticket.png', content: ticket, cid: TICKET_CID, contentType: 'image/png' }],
      }),
    })
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string }
    // Only what is said of this message or its address is final; a server that refuses everybody may come back.
    if (responseCode !== undefined)
      throw new DeliveryError(
        `SMTP ${responseCode}`,
        responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'),
        false,
      )
    throw new DeliveryError(`SMTP ${code ?? 'no answer'}`, false, !NEVER_CONNECTED.includes(code ?? ''))
  }
}

/** Nodemailer's codes for a server that was not reached at all. */
const NEVER_CONNECTED = ['EDNS', 'ECONNREFUSED', 'ETLS', 'EAUTH']

async function text({ messageId, to, text: said }: SmsLetter): Promise<void> {
  const answer = await postSms({ phone: to, text: said }, messageId).catch(() => {
    throw new DeliveryError('SMS no answer', false, true)
  })
  if (!answer.ok) throw new DeliveryError(`SMS ${answer.status}`, false, answer.status >= 500)
}
