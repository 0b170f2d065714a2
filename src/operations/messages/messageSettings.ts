import type { PayloadRequest } from 'payload'
import { findRow, type PersonRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { readMessageSettings } from '../../privacy/cipher.ts'
import { requirePerson } from '../identity/requireUser.ts'

export interface MessageSettings {
  /** Whether reminders and thanks are sent; what is needed to take part always is. */
  isOn: boolean
}

/**
 * The message settings of whoever the signed link was sent to, or of the logged-in person when there is no link.
 *
 * @throws AppError not-found (a link that is not ours, or of an erased person), not-logged-in
 */
export async function getMessageSettings(req: PayloadRequest, token: string | null): Promise<MessageSettings> {
  return { isOn: !(await personOf(req, token)).optedOutAt }
}

/** Doing it twice is the same as once. @throws as getMessageSettings */
export async function setMessageSettings(
  req: PayloadRequest,
  { token, isOn }: { token: string | null; isOn: boolean },
  now: Date,
): Promise<MessageSettings> {
  const { id } = await personOf(req, token)
  await req.payload.db.updateOne({
    collection: 'people',
    id,
    data: { optedOutAt: isOn ? null : now.toISOString() },
    req,
    returning: false,
  })
  return { isOn }
}

async function personOf(req: PayloadRequest, token: string | null): Promise<PersonRow> {
  const id = token === null ? requirePerson(req).id : readMessageSettings(token)
  const person = id === null ? null : await findRow(req, 'people', id)
  if (!person || person.erasedAt)
    throw new AppError('not-found', '这个链接不完整或已失效，请从最近一封消息重新打开，或登录后在“我的报名”中设置。')
  return person
}
