import type { PayloadRequest } from 'payload'
import { holdRecords } from '../../database/holdRecords.ts'
import { isMissingReference } from '../../database/references.ts'
import { findRow, findRowsBy, newId, type AppointmentRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { isDuplicate, swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import { keyFor, standingOn } from '../../domain/appointments/appointments.ts'
import { factsOf, type Post, type Standing } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { writeAudit } from '../shared/writeAudit.ts'

const MAX_TRIES = 50

export interface NewAppointment {
  post: Post
  unit: string
  person: string | null
  organisation: string | null
  from: string
  to: string | null
  source: string | null
  awaiting: boolean
  /** The member of staff; nobody where a person reports in. */
  by: string | null
}

/** An appointment that ends with the same write, and how it then stands. */
export type Relieved = (row: AppointmentRow) => Pick<AppointmentRow, 'to' | 'standing' | 'holds'>

/**
 * Writes a new appointment, with the end of the one before it if there is one, in one swap: an appointment
 * to the same post at the same moment makes this one read again and decide anew.
 *
 * @throws AppError not-found, post-held, already-appointed, appointment-ended, person-merged, person-erased, busy
 */
export async function addAppointment(
  req: PayloadRequest,
  wanted: NewAppointment,
  now: Date,
  relieved?: { id: string; end: Relieved },
): Promise<{ id: string; standing: Standing }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    try {
      const added = await runInTransaction(req, () => addOnce(req, wanted, now, relieved))
      if (added) return added
    } catch (error) {
      if (isMissingReference(error)) throw new AppError('not-found', '没有找到所选的人或单位，请重新选择。')
      if (!isDuplicate(error)) throw error
      if (!factsOf(wanted.post).isSingle) throw new AppError('already-appointed')
    }
  }
  throw new AppError('busy')
}

async function addOnce(
  req: PayloadRequest,
  { by, ...wanted }: NewAppointment,
  now: Date,
  relieved: { id: string; end: Relieved } | undefined,
): Promise<{ id: string; standing: Standing } | null> {
  const { post, unit, person, organisation, from, to, awaiting } = wanted
  const units = [...new Set([unit, ...(organisation === null ? [] : [organisation])])]
  if (!(await holdRecords(req, 'units', units))) throw new AppError('not-found', '没有找到所选的单位，请重新选择。')
  const read = relieved ? await findRow(req, 'appointments', relieved.id) : null
  if (relieved && (!read || read.standing === 'ended')) throw new AppError('appointment-ended')
  const ended = relieved && read ? relieved.end(read) : null
  const others = factsOf(post).isSingle
    ? await findRowsBy(req, 'appointments', { post, unit, standing: ['planned', 'current'] }, [
        'id',
        'from',
        'to',
        'holds',
        'revision',
      ])
    : []
  // The key of the one that ends now is free only afterwards.
  const terms = others.map((one) => (one.id === read?.id ? { ...one, to: ended?.to ?? null } : one))
  const holds = keyFor({ post, unit, holder: person ?? organisation ?? '', from, to }, terms)
  if (holds === null) throw new AppError('post-held')
  const at = now.toISOString()
  const standing = standingOn({ from, to, awaiting }, dayOf(now))
  const id = newId(req.payload)
  const changes: RowChange<'appointments'>[] = others
    .filter((one) => one.id !== read?.id)
    .map((one) => ({ collection: 'appointments', id: one.id, revision: one.revision, set: { updatedAt: at } }))
  if (read && ended)
    changes.push({
      collection: 'appointments',
      id: read.id,
      revision: read.revision,
      set: { ...ended, updatedAt: at },
    })
  const isWritten = await swap(
    req,
    changes,
    [
      {
        collection: 'appointments',
        id,
        insert: {
          ...wanted,
          standing,
          holds,
          nameShownAt: null,
          endReason: null,
          appointedBy: by,
          createdAt: at,
          updatedAt: at,
        },
      },
    ],
    person === null ? [] : [person],
  )
  if (!isWritten) {
    if (person !== null) await requireStanding(req, person)
    return null
  }
  await writeAudit(req, {
    action: 'created',
    subjectCollection: 'appointments',
    subject: id,
    details: { post, ...(read && { instead: read.id }) },
  })
  return { id, standing }
}

async function requireStanding(req: PayloadRequest, id: string): Promise<void> {
  const person = await findRow(req, 'people', id)
  if (!person) throw new AppError('not-found', '没有找到此人，请重新选择。')
  if (person.mergedInto) throw new AppError('person-merged')
  if (person.erasedAt) throw new AppError('person-erased')
}
