import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { AddressObject, ParsedMail } from 'mailparser'
import type { Payload } from 'payload'
import type { MessageRow } from '../../src/database/rows.ts'
import type { Activity, Person } from '../../src/payload-types.ts'
import { startChaosSmtp, type ChaosSmtp } from './chaosSmtp.ts'
import type { UnitTree } from './fixtures.ts'
import type { TestPayload } from './payload.ts'

/**
 * People, activities, a real mail server and a text gateway on loopback, and one turn of the jobs that tell people. A
 * test file that imports this gets a database and servers of its own: the values are there from `beforeAll` on.
 */
export let smtp: ChaosSmtp
let gateway: Server
/** What the SMS gateway was asked for. */
export let texts: { phone: string; text: string; id: string }[]
/** Its status for what it is asked next. */
export const gatewayAnswers = { status: 200 }
export let app: TestPayload
export let payload: Payload
export let units: UnitTree
export let use: Awaited<ReturnType<typeof load>>

/** Loaded after the settings are made, since src/env.ts reads them once. */
async function load() {
  return {
    ...(await import('./payload.ts')),
    ...(await import('./fixtures.ts')),
    ...(await import('../../src/operations/seats/acceptOffer.ts')),
    ...(await import('../../src/operations/attendance/answerCorrection.ts')),
    ...(await import('../../src/operations/seats/cancelRegistration.ts')),
    ...(await import('../../src/operations/seats/decideRegistration.ts')),
    ...(await import('../../src/operations/people/eraseMe.ts')),
    ...(await import('../../src/operations/certificates/issueCertificates.ts')),
    ...(await import('../../src/operations/messages/messageSettings.ts')),
    ...(await import('../../src/operations/seats/moveOffersOn.ts')),
    ...(await import('../../src/operations/messages/listBroadcasts.ts')),
    ...(await import('../../src/operations/messages/listMyBroadcasts.ts')),
    ...(await import('../../src/operations/messages/planMessages.ts')),
    ...(await import('../../src/operations/messages/previewBroadcast.ts')),
    ...(await import('../../src/operations/messages/sendBroadcast.ts')),
    ...(await import('../../src/operations/people/getMyData.ts')),
    ...(await import('../../src/operations/people/mergePeople.ts')),
    ...(await import('../../src/operations/seats/register.ts')),
    ...(await import('../../src/operations/seats/undoCancellation.ts')),
    ...(await import('../../src/operations/messages/getCalendarEntry.ts')),
    ...(await import('../../src/operations/attendance/requestCorrection.ts')),
    ...(await import('../../src/operations/certificates/revokeCertificate.ts')),
    ...(await import('../../src/operations/messages/sendMessages.ts')),
    ...(await import('../../src/email/deliver.ts')),
    ...(await import('../../src/email/letterFor.ts')),
    ...(await import('./around.ts')),
    ...(await import('./accessWorld.ts')),
    ...(await import('./http.ts')),
    ...(await import('./tokens.ts')),
    ...(await import('../../src/privacy/cipher.ts')),
    ...(await import('../../src/database/rows.ts')),
    ...(await import('../../src/seed/bulkInsert.ts')),
    ...(await import('../../src/database/runInTransaction.ts')),
  }
}

beforeAll(async () => {
  smtp = await startChaosSmtp()
  texts = []
  gateway = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => void chunks.push(chunk))
    req.on('end', () => {
      if (gatewayAnswers.status === 200)
        texts.push({
          ...(JSON.parse(Buffer.concat(chunks).toString()) as { phone: string; text: string }),
          id: String(req.headers['idempotency-key']),
        })
      res.writeHead(gatewayAnswers.status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(gateway, 'listening')
  Object.assign(process.env, {
    SMTP_URL: smtp.url,
    SMS_WEBHOOK_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    LOG_LEVEL: 'silent',
  })
  use = await load()
  app = await use.startPayload()
  payload = app.payload
  units = await use.makeUnitTree(payload)
})
afterAll(async () => {
  await app.stop()
  await smtp.stop()
  gateway.close()
})
beforeEach(() => {
  smtp.accepted.length = 0
  smtp.unanswered.length = 0
  smtp.struck.clear()
  smtp.misbehave([], 0)
  texts.length = 0
  gatewayAnswers.status = 200
})

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Tomorrow, 12:00 in Beijing: nobody sleeps, whenever the tests run. */
export const noon = new Date(Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY + DAY + 4 * HOUR)
export const after = (ms: number, from: Date = noon): Date => new Date(from.getTime() + ms)
export const iso = (ms: number): string => after(ms).toISOString()

let made = 0
const mailbox = (): string => `rider-${(made += 1)}@example.org`
export const makeRider = (): Promise<Person> => use.makePerson(payload, { name: '王小明', email: mailbox() })
/** Ten days ahead, so that no reminder is near. */
export const makeActivity = (overrides: Parameters<typeof use.makeActivity>[2] = {}): Promise<Activity> =>
  use.makeActivity(payload, units.community, {
    startsAt: iso(10 * DAY),
    endsAt: iso(10 * DAY + 2 * HOUR),
    ...overrides,
  })
/** What is edited is dated by the clock: who is to be told of it signs up by the clock as well. */
export const signUp = async (person: Person, activity: Activity, now = noon) =>
  use.register(await app.req(person), { activityId: activity.id }, now)
export const edit = (activity: Activity, data: Partial<Activity>) =>
  payload.update({ collection: 'activities', id: activity.id, data: data, depth: 0, overrideAccess: true })

export async function work(now: Date): Promise<void> {
  await use.planMessages(await app.req(), now)
  await use.sendMessages(await app.req(), now)
}

const addressOf = ({ to }: ParsedMail): string => [to as AddressObject].flat()[0]?.value[0]?.address ?? ''
export const mailsTo = (person: Person): ParsedMail[] =>
  smtp.accepted.filter((mail) => addressOf(mail) === person.email)
/** The beginnings of the subjects, in order. */
export const toldTo = (person: Person): string[] =>
  mailsTo(person).map(({ subject }) => String(subject).split(/：|\s/)[0] ?? '')
export const rowsAbout = async (activity: Activity): Promise<MessageRow[]> =>
  (
    await payload.db.find<MessageRow>({
      collection: 'messages',
      where: { and: [{ activity: { equals: activity.id } }] },
      sort: 'createdAt',
      pagination: false,
      limit: 0,
    })
  ).docs
export const calendarOf = (mail: ParsedMail | undefined): string =>
  mail?.attachments
    .find(({ contentType }) => contentType.includes('calendar') || contentType.includes('ics'))
    ?.content.toString() ?? ''
/** How many different messages these are. */
export const distinct = (mails: ParsedMail[]): number => new Set(mails.map(({ messageId }) => messageId)).size
