import type { PayloadRequest } from 'payload'
import { newId, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { AS_NEW } from './stepOf.ts'
import { writeSeatsInTurn } from './writeSeats.ts'

type Facts = Pick<RegistrationRow, 'status' | 'size' | 'answers'> & Partial<Heard>

/** Of a sign-up that staff made for somebody: the consent that they heard, and how they know who it is. */
export type Heard = Pick<RegistrationRow, 'named' | 'spokenConsentAt' | 'spokenConsentBy'>

interface Asked {
  person: string
  /** The facts to be stored, by the activity as it stands when this one's turn has come. @throws AppError */
  decide: (activity: ActivityRow) => Promise<Facts>
}

/**
 * A new sign-up of a person, given its seat or its place in line, in the same atomic step as its activity's counters.
 *
 * @returns it as it is stored, also when it was moved up from the line at once
 * @throws what `decide` throws; AppError not-found, person-merged, busy; full, when no seat is left and nobody can
 * wait; and an error for which `isDuplicate` holds
 */
export async function addRegistration(
  req: PayloadRequest,
  activityId: string,
  { person, decide }: Asked,
  now: Date,
): Promise<{ activity: ActivityRow; registration: RegistrationRow }> {
  const id = newId(req.payload)
  const isoNow = now.toISOString()
  const { draft } = await writeSeatsInTurn(req, activityId, now, async (current) => {
    const registration: RegistrationRow = {
      ...AS_NEW,
      ...(await decide(current.activity)),
      id,
      activity: activityId,
      person,
      unit: current.activity.unit,
      refusal: null,
      note: null,
      history: null,
      mergedInto: null,
      unnotified: null,
      thanksDueAt: null,
      counted: null,
      unsettled: true,
      revision: null,
      createdAt: isoNow,
      updatedAt: isoNow,
    }
    current.add(req, registration, now)
  })
  return { activity: draft.activity, registration: draft.row(id) }
}
