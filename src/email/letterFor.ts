import { createHash } from 'node:crypto'
import type { Decision } from '../domain/history.ts'
import { calendarOf } from '../domain/ics.ts'
import { lastStanding, type Arrangement, type Notice } from '../domain/messages.ts'
import type { MessageKind, RegistrationStatus } from '../domain/vocabulary.ts'
import { env } from '../env.ts'
import { signMessageSettings, signTicket } from '../privacy/cipher.ts'
import { TICKET_IMAGE, type Letter } from './deliver.ts'
import { qrPng } from './qrPng.ts'
import { renderMessage, type MessageFacts } from './templates.ts'

/** What a message is made from, as it is stored. */
export interface Correspondence {
  message: { key: string; kind: MessageKind; createdAt: string }
  registration: { id: string; status: RegistrationStatus; size: number | null; history: Decision[] | null; offerExpiresAt: string | null }
  activity: Arrangement & { id: string; title: string; contact: string | null; cancelReason: string | null; notice: Notice | null }
  person: { id: string; name: string; email: string | null; phone: string | null }
}

/** The letter as it leaves, with the person's name and address, which are stored nowhere else. Null for who has no address. */
export function letterFor({ message, registration, activity, person }: Correspondence): Letter | null {
  const { kind } = message
  const decision = lastStanding(registration.history)
  const rendered = renderMessage(
    kind,
    {
      name: person.name,
      activity,
      size: registration.size ?? 1,
      reason: decision?.reason ?? null,
      isOwnDoing: decision?.by === 'person',
      until: registration.offerExpiresAt,
      // Not the moment of sending: the same message reads the same each time it is tried.
      writtenAt: message.createdAt,
      before: activity.notice?.before ?? null,
      links: linksOf(activity.id, registration.id, person.id),
    },
    TICKET_IMAGE,
  )
  const messageId = messageIdOf(message.key)
  if (!person.email) return person.phone ? { channel: 'sms', messageId, to: person.phone, text: rendered.sms } : null
  const isInCalendar = rendered.calendar === 'PUBLISH' ? registration.status === 'confirmed' : wasConfirmed(registration.history)
  return {
    channel: 'mail',
    messageId,
    to: person.email,
    subject: rendered.subject,
    text: rendered.text,
    html: rendered.html,
    calendar: rendered.calendar && isInCalendar ? { method: rendered.calendar, content: calendarEntry(rendered.calendar, { message, registration, activity, person }) } : null,
    ticket: rendered.hasTicket ? qrPng(signTicket(registration.id)) : null,
    unsubscribe: settingsLink(person.id),
  }
}

/** From the event and the sign-up alone, so that it is the same in every process and for every attempt. */
export function messageIdOf(key: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain()}>`
}

function calendarEntry(method: 'PUBLISH' | 'CANCEL', { message, registration, activity }: Correspondence): string {
  return calendarOf({
    uid: `${registration.id}@${domain()}`,
    // Both only ever go up.
    sequence: (registration.history?.at(-1)?.n ?? 0) + (activity.notice?.number ?? 0),
    method,
    stampedAt: message.createdAt,
    startsAt: activity.startsAt,
    endsAt: activity.endsAt,
    title: activity.title,
    place: activity.place,
    description: linksOf(activity.id, registration.id, '').mine,
    url: linksOf(activity.id, registration.id, '').activity,
    organizer: { name: '先“蜂”', email: /<([^>]+)>/.exec(env.MAIL_FROM)?.[1] ?? env.MAIL_FROM },
  })
}

function wasConfirmed(history: Decision[] | null): boolean {
  return history?.some(({ what }) => what === 'confirmed' || what === 'promoted' || what === 'accepted') ?? true
}

function linksOf(activity: string, registration: string, person: string): MessageFacts['links'] {
  return {
    activity: `${origin()}/activities/${activity}`,
    mine: `${origin()}/me`,
    ticket: `${origin()}/me/registrations/${registration}/ticket`,
    record: `${origin()}/me/registrations/${registration}`,
    settings: settingsLink(person),
  }
}

const settingsLink = (person: string): string => `${origin()}/message-settings?t=${signMessageSettings(person)}`
const origin = (): string => new URL(env.PUBLIC_URL).origin
const domain = (): string => new URL(env.PUBLIC_URL).hostname
