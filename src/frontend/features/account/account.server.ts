import type { PayloadRequest } from 'payload'
import { AppError } from '../../../domain/shared/AppError.ts'
import { maskEmail } from '../../../domain/shared/maskEmail.ts'
import { maskPhone } from '../../../domain/shared/maskPhone.ts'
import { contactConfirmationSchema } from '../../../domain/identity/requests.ts'
import { feedbackRequestSchema, wishSchema } from '../../../domain/attendance/requests.ts'
import { isStorable } from '../../../domain/shared/storableText.ts'
import { confirmContact } from '../../../operations/people/confirmContact.ts'
import { getMe } from '../../../operations/people/getMyData.ts'
import { getPendingContacts } from '../../../operations/people/getPendingContacts.ts'
import { giveFeedback } from '../../../operations/attendance/giveFeedback.ts'
import { listMyBroadcasts } from '../../../operations/messages/listMyBroadcasts.ts'
import { listMyCorrections } from '../../../operations/attendance/listMyCorrections.ts'
import { getMyRecord } from '../../../operations/people/listMyRecords.ts'
import { listMyRegistrations } from '../../../operations/seats/listMyRegistrations.ts'
import { requestCode } from '../../../operations/identity/requestCode.ts'
import { requestCorrection } from '../../../operations/attendance/requestCorrection.ts'
import type { MePageProps } from './MePage.tsx'
import type { PendingContact } from './PendingContacts.tsx'
import type { RecordForm, RecordPageProps } from './RecordPage.tsx'

interface Asked {
  /** The sign-up that was just cancelled. */
  cancelled?: unknown
  /** The sign-up whose cancellation was just taken back. */
  undone?: unknown
  /** The contact that a code was just sent to, or `confirmed`. */
  contact?: unknown
}

export async function loadMe(
  req: PayloadRequest,
  asked: Asked,
  now: Date,
  error: string | null = null,
): Promise<MePageProps> {
  const waiting = await getPendingContacts(req)
  const contactOf = (field: PendingContact['field'], shown: string): PendingContact => ({
    field,
    shown,
    isCodeSent: asked.contact === field,
    error: asked.contact === field ? error : null,
  })
  const { name } = await getMe(req)
  const all = await listMyRegistrations(req, now)
  const isAhead = (endsAt: string): boolean => Date.parse(endsAt) > now.getTime()
  return {
    name,
    corrections: await listMyCorrections(req),
    told: await listMyBroadcasts(req),
    upcoming: all
      .filter(({ status, lapsed, activity }) => (status !== 'cancelled' || lapsed) && isAhead(activity.endsAt))
      .reverse(),
    past: all.filter(({ status, activity }) => status !== 'cancelled' && !isAhead(activity.endsAt)),
    leaving: all.filter(({ undoUntil }) => undoUntil !== null),
    cancelled:
      all.find(({ id, status, undoUntil }) => id === asked.cancelled && status === 'cancelled' && undoUntil === null) ??
      null,
    undone: all.find(({ id, status }) => id === asked.undone && status !== 'cancelled') ?? null,
    contacts: [
      ...(waiting.phone === null ? [] : [contactOf('phone', maskPhone(waiting.phone))]),
      ...(waiting.email === null ? [] : [contactOf('email', maskEmail(waiting.email))]),
    ],
    isContactConfirmed: asked.contact === 'confirmed',
  }
}

/**
 * The form of a waiting contact: sends a code to it, or takes it over by the code. Where to go on, or the page again
 * with what is wrong.
 */
export async function followContactForm(
  req: PayloadRequest,
  body: Record<string, unknown>,
  now: Date,
): Promise<{ to: string } | { props: MePageProps; status: number; retryAfter: number | null }> {
  const field = body.field === 'email' ? 'email' : 'phone'
  const contact = (await getPendingContacts(req))[field]
  if (contact === null) return { to: '/me' }
  const again = async (sentence: string, status: number, retryAfter: number | null) => ({
    props: await loadMe(req, { contact: field }, now, sentence),
    status,
    retryAfter,
  })
  try {
    if (body.send !== undefined) {
      await requestCode(req, field === 'phone' ? { phone: contact } : { email: contact }, now)
      return { to: `/me?contact=${field}` }
    }
    const parsed = contactConfirmationSchema.safeParse({ [field]: contact, code: body.code })
    if (!parsed.success) return await again(parsed.error.issues[0]?.message ?? '', 400, null)
    await confirmContact(req, parsed.data, now)
    return { to: '/me?contact=confirmed' }
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 401) throw error
    return again(error.message, error.status, error.retryAfter ?? null)
  }
}

export async function loadTicket(req: PayloadRequest, id: string, now: Date) {
  const registration = (await listMyRegistrations(req, now)).find((mine) => mine.id === id)
  if (!registration?.ticket)
    throw new AppError('not-found', '没有可用的票码：报名可能已取消，或还在候补。请到“我的报名”查看。')
  return { registration, ticket: registration.ticket }
}

export async function loadRecord(req: PayloadRequest, id: string, done: unknown, now: Date): Promise<RecordPageProps> {
  return {
    record: await getMyRecord(req, id, now),
    form: null,
    done: done === 'feedback' || done === 'correction' ? done : null,
  }
}

/**
 * A form of the record's page; null when it was accepted, otherwise the page again with every word and what is wrong.
 */
export async function followRecordForm(
  req: PayloadRequest,
  input: { id: string; form: RecordForm['form']; body: Record<string, unknown> },
  now: Date,
): Promise<{ props: RecordPageProps; status: number } | null> {
  const { id, form, body } = input
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const values = { rating: text('rating'), text: text('text'), wish: text('wish') }
  const again = async (status: number, errors: Record<string, string>) => ({
    props: { record: await getMyRecord(req, id, now), form: { form, values, errors }, done: null },
    status,
  })
  if (!isStorable(values)) return again(400, { form: '内容中有不能使用的字符，请删除后重试。' })
  const parsed =
    form === 'feedback'
      ? feedbackRequestSchema.safeParse({ rating: Number(values.rating), text: values.text })
      : wishSchema.safeParse({ wish: values.wish })
  if (!parsed.success)
    return again(400, Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message])))
  try {
    if ('wish' in parsed.data) await requestCorrection(req, { id, ...parsed.data })
    else await giveFeedback(req, { id, ...parsed.data }, now)
    return null
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 409) throw error
    return again(error.status, { form: error.message })
  }
}
