import { randomUUID } from 'node:crypto'
import { jwtSign, type PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isOpen, MAX_SESSIONS, SESSION_SECONDS, type PersonSession } from '../../domain/identity/sessions.ts'

const MAX_TRIES = 200

/**
 * Opens a session that can be ended: its id stands on the person's record, which every request reads anyway. @returns
 * the token
 */
export async function startSession(req: PayloadRequest, personId: string, now: Date): Promise<string> {
  const id = randomUUID()
  const until = new Date(now.getTime() + SESSION_SECONDS * 1000).toISOString()
  await change(req, personId, (sessions) => [
    ...sessions.filter((one) => isOpen(one, now)).slice(1 - MAX_SESSIONS),
    { id, until },
  ])
  const { token } = await jwtSign({
    fieldsToSign: { id: personId, collection: 'people', sid: id },
    secret: req.payload.secret,
    tokenExpiration: SESSION_SECONDS,
  })
  return token
}

/** Ends one session of a person, or all but one, or all. */
export async function endSessions(
  req: PayloadRequest,
  personId: string,
  which: { only: string } | { except: string | null },
): Promise<void> {
  await change(req, personId, (sessions) =>
    sessions.filter(({ id }) => ('only' in which ? id !== which.only : id === which.except)),
  )
}

/** @throws AppError busy */
async function change(
  req: PayloadRequest,
  personId: string,
  next: (sessions: PersonSession[]) => PersonSession[],
): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const person = await findRow(req, 'people', personId)
    if (!person) throw new AppError('not-found')
    if (
      await swap(req, [
        {
          collection: 'people',
          id: personId,
          revision: person.revision ?? null,
          set: { sessions: next(person.sessions ?? []) },
        },
      ])
    )
      return
  }
  throw new AppError('busy')
}
