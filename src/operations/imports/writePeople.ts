import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { findRowsInOrder, newId, type ImportRecord } from '../../database/rows.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { NewRow, RowChange } from '../../database/types.ts'
import type { PersonFacts } from '../../domain/imports/personRow.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { newVolunteerNumber } from '../identity/newVolunteerNumber.ts'
import { judgePeople } from './judgePeople.ts'
import { judged } from './verdict.ts'

const BATCH = 100
const MAX_TRIES = 20

/**
 * Writes the next people, each once: with the rows that say so, or not at all.
 *
 * @returns false when nothing is left
 */
export async function writePeople(req: PayloadRequest, source: ImportRecord, now: Date): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const rows = await findRowsInOrder(req, 'import_rows', { import: source.id, outcome: 'ready' }, 'number', BATCH)
    if (rows.length === 0) return false
    const verdicts = await judgePeople(req, source, rows)
    const changes: RowChange[] = []
    const people: NewRow<'people'>[] = []
    rows.forEach((row, index) => {
      const verdict = verdicts[index]
      if (!verdict) return
      if (verdict.outcome !== 'ready' || !verdict.facts) return void changes.push(judged(row, verdict, now))
      const person = newPerson(newId(req.payload), verdict.facts, now)
      people.push(person)
      changes.push({
        collection: 'import_rows',
        id: row.id,
        revision: row.revision,
        set: {
          outcome: 'written',
          person: person.id,
          wrote: { at: now.toISOString(), person: person.id },
          updatedAt: now.toISOString(),
        },
      })
    })
    try {
      if (await swap(req, changes, people)) return true
    } catch (error) {
      // Somebody was registered at this moment: who is there by now is found.
      if (!isDuplicate(error)) throw error
    }
  }
  throw new AppError('busy')
}

/** A person as staff may make one: of two contacts the second waits until the holder confirms it. */
export function newPerson(
  id: string,
  { kinds, phone, email, unit, name, ...facts }: Omit<PersonFacts, 'unitName'> & { unit: string | null },
  now: Date,
): NewRow<'people'> {
  const { gender, birthDate, area, skills, serviceKinds } = facts
  const at = now.toISOString()
  return {
    collection: 'people',
    id,
    insert: {
      name,
      phone,
      phoneHash: phone === null ? `none:${randomUUID()}` : keyedHash('phone', phone),
      email: phone === null ? email : null,
      emailHash: email !== null && phone === null ? keyedHash('email', email) : `none:${randomUUID()}`,
      ...(phone !== null && email !== null && { pendingEmail: email }),
      unit,
      volunteerNumber: newVolunteerNumber(),
      gender,
      birthDate,
      area,
      skills,
      serviceKinds,
      createdAt: at,
      updatedAt: at,
    },
    lists: { kinds },
  }
}
