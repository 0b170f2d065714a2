import { createHash } from 'node:crypto'
import type { Decision } from '../domain/seats/history.ts'
import { calendarOf } from '../domain/activities/ics.ts'
import { lastStanding, type Arrangement, type Notice } from '../domain/messages/messages.ts'
import type { CertificateKind } from '../domain/certificates/vocabulary.ts'
import type { CorrectionStatus } from '../domain/attendance/vocabulary.ts'
import type { MessageKind } from '../domain/messages/vocabulary.ts'
import type { RegistrationStatus } from '../domain/shared/vocabulary.ts'
import { env } from '../env.ts'
import { signMessageSettings, signTicket } from '../privacy/cipher.ts'
import { TICKET_IMAGE, type Letter, type MailLetter } from './deliver.ts'
import { qrPng } from './qrPng.ts'
import { renderDigest, type WaitingFacts } from './digest.ts'
import { renderHandover, type HandoverFacts } from './handover.ts'
import {
  renderCertificates,
  renderMessage,
  type CertificateMention,
  type MessageFacts,
  type RenderedMessage,
} from './templates.ts'

interface Addressee {
  id: string
  name: string
  email: string | null
  phone: string | null
}

/** The records that a message about a sign-up is made from, as they are stored. */
export interface Correspondence {
  message: { key: string; kind: Exclude<MessageKind, 'certificateIssued'>; createdAt: string }
  registration: {
    id: string
    status: RegistrationStatus
    size: number | null
    history: Decision[] | null
    offerExpiresAt: string | null
  }
  activity: Arrangement & {
    id: string
    title: string
    contact: string | null
    cancelReason: string | null
    notice: Notice | null
  }
  /** That was answered. */
  correction?: { status: CorrectionStatus; answer: string | null } | null
  /** That an organiser wrote, in the name of a unit. */
  words?: { text: string; unit: string } | null
  person: Addressee
}

/**
 * The letter as it leaves, with the person's name and address, which are stored nowhere else. Null for who has no
 * address.
 */
export function letterFor({
  message,
  registration,
  activity,
  correction,
  words,
  person,
}: Correspondence): Letter | null {
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
      changeReason: activity.notice?.reason ?? null,
      correction: correction ? { isAccepted: correction.status === 'accepted', answer: correction.answer ?? '' } : null,
      words: words ?? null,
      links: linksOf(activity.id, registration.id, person.id),
    },
    TICKET_IMAGE,
  )
  const isInCalendar =
    rendered.calendar === 'PUBLISH' ? registration.status === 'confirmed' : wasConfirmed(registration.history)
  return addressed(message.key, rendered, person, {
    calendar:
      rendered.calendar && isInCalendar
        ? {
            method: rendered.calendar,
            content: calendarEntry(rendered.calendar, { registration, activity, stampedAt: message.createdAt }),
          }
        : null,
    ticket: rendered.hasTicket ? qrPng(signTicket(registration.id)) : null,
  })
}

interface IssuedCertificate {
  number: string
  issuer: string
  kind: CertificateKind
  from: string
  to: string
  facts: string | null
}

/** Of certificates that stand: one letter for all of them. */
export function certificateLetterFor({
  message,
  certificates,
  person,
}: {
  message: { key: string }
  certificates: IssuedCertificate[]
  person: Addressee
}): Letter | null {
  const [first, ...others] = certificates.map(mentionOf)
  if (!first) return null
  const rendered = renderCertificates({
    name: person.name,
    certificates: [first, ...others],
    links: { certificates: `${origin()}/me/certificates`, settings: settingsLink(person.id) },
  })
  return addressed(message.key, rendered, person, { calendar: null, ticket: null })
}

function mentionOf({ facts, ...certificate }: IssuedCertificate): CertificateMention {
  const { services } = JSON.parse(facts ?? '{"services":[]}') as { services: { title: string }[] }
  return { ...certificate, title: services[0]?.title ?? '' }
}

/** To the mailbox; as a text message to who has none. */
function addressed(
  key: string,
  { subject, text, html, sms }: RenderedMessage,
  person: Addressee,
  attached: Pick<MailLetter, 'calendar' | 'ticket'>,
): Letter | null {
  const messageId = messageIdOf(key)
  if (person.email)
    return {
      channel: 'mail',
      messageId,
      to: person.email,
      subject,
      text,
      html,
      ...attached,
      unsubscribe: settingsLink(person.id),
    }
  return person.phone ? { channel: 'sms', messageId, to: person.phone, text: sms } : null
}

/** The tasks that wait for one member of staff, by mail. */
export function digestLetterFor({
  key,
  name,
  email,
  waiting,
  isNews,
  now,
}: {
  key: string
  name: string
  email: string
  waiting: WaitingFacts
  isNews: boolean
  now: Date
}): Letter {
  const rendered = renderDigest({ name, waiting, isNews, writtenAt: now.toISOString(), origin: origin() })
  return {
    channel: 'mail',
    messageId: messageIdOf(key),
    to: email,
    ...rendered,
    calendar: null,
    ticket: null,
    unsubscribe: null,
  }
}

export function handoverLetterFor({
  key,
  email,
  ...facts
}: { key: string; email: string } & Omit<HandoverFacts, 'origin'>): Letter {
  return {
    channel: 'mail',
    messageId: messageIdOf(key),
    to: email,
    ...renderHandover({ ...facts, origin: origin() }),
    calendar: null,
    ticket: null,
    unsubscribe: null,
  }
}

/** From the event and the sign-up alone, so that it is the same in every process and for every attempt. */
export function messageIdOf(key: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain()}>`
}

/** By mail and from the page it is the same entry: a later one takes the place of the one before. */
export function calendarEntry(
  method: 'PUBLISH' | 'CANCEL',
  {
    registration,
    activity,
    stampedAt,
  }: {
    registration: Pick<Correspondence['registration'], 'id' | 'history'>
    activity: Omit<Correspondence['activity'], 'contact' | 'cancelReason'>
    stampedAt: string
  },
): string {
  return calendarOf({
    uid: `${registration.id}@${domain()}`,
    // Both only ever go up.
    sequence: (registration.history?.at(-1)?.n ?? 0) + (activity.notice?.number ?? 0),
    method,
    stampedAt,
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
