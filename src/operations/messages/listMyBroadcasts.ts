import type { PayloadRequest } from 'payload'
import { findRows, findRowsBy } from '../../database/rows.ts'
import { isToldTo } from '../../domain/messages/broadcasts.ts'
import type { MyBroadcast } from '../../domain/messages/views.ts'
import { requirePerson } from '../identity/requireUser.ts'

/** The words that organisers wrote to the person who is logged in, the newest first. @throws AppError not-logged-in */
export async function listMyBroadcasts(req: PayloadRequest): Promise<MyBroadcast[]> {
  const { id: person } = requirePerson(req)
  const messages = (
    await findRowsBy(req, 'messages', { person, kind: 'broadcast' }, ['registration', 'broadcast', 'state', 'reason'])
  ).filter(isToldTo)
  const ids = [...new Set(messages.flatMap(({ broadcast }) => broadcast ?? []))]
  const said = new Map((await findRows(req, 'broadcasts', ids)).map((row) => [row.id, row]))
  return messages
    .flatMap(({ registration, broadcast }): MyBroadcast[] => {
      const { text, createdAt } = said.get(broadcast ?? '') ?? {}
      return registration && text && createdAt ? [{ registration, text, sentAt: createdAt }] : []
    })
    .sort((a, b) => b.sentAt.localeCompare(a.sentAt))
}
