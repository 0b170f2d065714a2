import type { PayloadRequest } from 'payload'
import { findRow, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import type { RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { SeatDraft } from './SeatDraft.ts'
import type { Change } from './stepOf.ts'
import { writeSeats, writeSeatsInTurn, type Written } from './writeSeats.ts'

/** Sees the rows as they stand and returns what to change; null leaves the row alone. */
export type Decide = (registration: RegistrationRow, activity: ActivityRow) => Change | null

export interface Changed {
  registration: RegistrationRow
  isChanged: boolean
}

/**
 * Every change of a registration goes through here or through a draft of its own: the row, its history, its activity's
 * counters, the targets' tallies and those who move up for it are written in one atomic step (docs/seats.md). Service
 * time follows from the rule of src/domain/attendance/hours.ts. An empty change settles what a write through Payload
 * left unsettled. A row that joins the queue is given a seat, or its place in line. `also` is one more row that is read
 * and written with it. A sign-up that became part of another by a merge leads to that one.
 *
 * @returns the row after the step, and whether anything changed
 * @throws AppError not-found; person-erased, where a seat would be given to nobody; busy when other writers won 200
 * times in a row
 */
export async function changeRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  decide: Decide,
  also?: () => Promise<RowChange>,
): Promise<Changed> {
  const found = await findRow(req, 'registrations', id)
  if (!found) throw new AppError('not-found')
  return changedBy(await writeSeats(req, found.activity, now, changeOf(req, id, now, decide, also)))
}

/** The same for requests of many, outside of a transaction: who comes while others are written is written with them. */
export async function changeInTurn(
  req: PayloadRequest,
  { id, activity }: { id: string; activity: string },
  now: Date,
  decide: Decide,
): Promise<Changed> {
  return changedBy(await writeSeatsInTurn(req, activity, now, changeOf(req, id, now, decide)))
}

const changeOf =
  (req: PayloadRequest, id: string, now: Date, decide: Decide, also?: () => Promise<RowChange>) =>
  async (draft: SeatDraft): Promise<{ id: string; isChanged: boolean }> => {
    const row = await draft.find(id)
    if (!row) throw new AppError('not-found')
    const change = decide(row, draft.activity)
    return { id: row.id, isChanged: draft.change(req, row, change, now, change && also ? await also() : undefined) }
  }

const changedBy = ({ result, draft }: Written<{ id: string; isChanged: boolean }>): Changed => ({
  registration: draft.row(result.id),
  isChanged: result.isChanged,
})
