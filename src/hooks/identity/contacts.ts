import type { CollectionAfterChangeHook, CollectionAfterLogoutHook, CollectionBeforeChangeHook } from 'payload'
import { personUser, staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { emailSchema, phoneSchema } from '../../domain/shared/requests.ts'
import { noteTypedContact, type TypedContact } from '../../operations/identity/noteTypedContact.ts'
import { endSessions } from '../../operations/identity/personSessions.ts'
import { asApiError } from '../shared/asApiError.ts'

const CONTACTS = [
  { field: 'phone', pending: 'pendingPhone', schema: phoneSchema },
  { field: 'email', pending: 'pendingEmail', schema: emailSchema },
] as const

/**
 * Contacts open sessions, so staff give a record its first one and no other: what they type beside or instead of one
 * waits, found by no log-in and no search, until the holder confirms it by a code (docs/access.md). Nor do they take
 * one away: the next would be a first one again.
 */
export const holdContacts: CollectionBeforeChangeHook = ({ context, data, operation, originalDoc, req }) => {
  if (!staffUser(req)) return data
  const next = { ...data }
  const typed: TypedContact[] = []
  let hasContact = operation === 'update' && CONTACTS.some(({ field }) => Boolean(originalDoc[field]))
  for (const { field, pending, schema } of CONTACTS) {
    if (!(field in data)) continue
    const before: string | null = operation === 'update' ? (originalDoc[field] ?? null) : null
    if (!data[field]) {
      if (before !== null)
        throw refusal(
          field,
          '联系方式由本人使用，不能清空；号码已换的，请本人在“我的资料”里更换；已登录不了的，请用新号码登录，再由组织部门合并两条记录。',
        )
      continue
    }
    const parsed = schema.safeParse(data[field])
    // hashContacts says what is wrong with it.
    if (!parsed.success || parsed.data === before) continue
    if (hasContact) {
      next[field] = before
      if (parsed.data === originalDoc?.[pending]) continue
      next[pending] = parsed.data
    }
    hasContact = true
    if (operation === 'update') typed.push({ field, from: before, to: parsed.data })
  }
  context.typedContacts = typed
  return next
}

function refusal(field: string, sentence: string): Error {
  return asApiError(new AppError('invalid-input', sentence, { [field]: sentence }))
}

/** Tells of a contact that staff typed, after the write. */
export const tellOfContact: CollectionAfterChangeHook = async ({ context, doc, previousDoc, req }) => {
  const { phone, email } = (previousDoc ?? {}) as { phone?: string | null; email?: string | null }
  for (const typed of (context.typedContacts ?? []) as TypedContact[])
    await noteTypedContact(req, String(doc.id), typed, { phone: phone ?? null, email: email ?? null })
  context.typedContacts = []
}

/** Logging out ends the session, not only the cookie; `?allSessions=true` ends those on other devices too. */
export const endSession: CollectionAfterLogoutHook = async ({ req }) => {
  const person = personUser(req)
  if (!person) return
  await endSessions(
    req,
    person.id,
    req.searchParams?.get('allSessions') === 'true' ? { except: null } : { only: String(person._sid) },
  )
}
