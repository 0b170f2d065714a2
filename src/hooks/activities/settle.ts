import type { CollectionAfterChangeHook, CollectionBeforeDeleteHook, PayloadRequest } from 'payload'
import { refusalOf, stateAt } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { staffUser } from '../../access/staffUser.ts'
import { changeRegistration } from '../../operations/seats/changeRegistration.ts'
import { fillFreeSeats } from '../../operations/seats/fillFreeSeats.ts'
import { pastOf } from '../../operations/activities/pastOf.ts'
import { settleActivity } from '../../operations/tallies/settleActivity.ts'
import { settleRegistration } from '../../operations/seats/settleRegistration.ts'
import { settleEdited } from '../../operations/desk/sweep.ts'
import type { ActivityStatus } from '../../domain/shared/vocabulary.ts'
import { findRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { asApiError } from '../shared/asApiError.ts'

export const settleRegistrationAfterChange: CollectionAfterChangeHook = async ({ doc, operation, req, context }) => {
  if (operation === 'create' && req.user) await undoIfWithdrawn(req, String(doc.id))
  if (context.settleLater === true) return
  await settleRegistration(req, String(doc.id), new Date())
}

export const settleActivityAfterChange: CollectionAfterChangeHook = async ({
  doc,
  previousDoc,
  operation,
  req,
  context,
}) => {
  if (context.settleLater === true) return
  const id = String(doc.id)
  // Nobody has signed up for a new one, nor waits for it.
  if (operation === 'create') return settleActivity(req, id)
  if (doc.status === 'draft' && previousDoc?.status && previousDoc.status !== 'draft')
    await undoWithdrawal(req, id, previousDoc.status)
  await settleEdited(req, id, new Date())
  await fillFreeSeats(req, id, new Date())
}

/**
 * The activity may have become a draft since the record was allowed. Its withdrawal looks for records after its own
 * write, and this looks at the activity after the record's: one of the two sees the other, in whichever processes.
 */
async function undoIfWithdrawn(req: PayloadRequest, id: string): Promise<void> {
  const record = await findRow(req, 'registrations', id)
  const activity = record && (await findRow(req, 'activities', record.activity))
  const deed = staffUser(req) && req.context.useCase !== 'addWalkIn' ? 'signUpByHand' : 'walkIn'
  const refusal = activity?.status === 'draft' ? refusalOf(deed, 'draft') : null
  if (!refusal) return
  await req.payload.delete({ collection: 'registrations', id, overrideAccess: true, req })
  throw asApiError(refusal)
}

/**
 * The form that made an edit goes on with the counters as they stand now. The last of its kind: nobody changed those.
 */
export const showCounters: CollectionAfterChangeHook = async ({ doc, req }) => {
  const row = await findRow(req, 'activities', String(doc.id))
  return row ? { ...doc, ...Object.fromEntries(COUNTERS.map((name) => [name, row[name]])) } : doc
}

const COUNTERS = ['taken', 'waiting', 'free', 'present', 'minutes'] as const

/**
 * Somebody signed up between the look of keepToState and the write: after it nobody can, so that this look is the last.
 */
async function undoWithdrawal(req: PayloadRequest, id: string, status: ActivityStatus): Promise<void> {
  const refusal = refusalOf('withdraw', 'open', await pastOf(req, id))
  if (!refusal) return
  const row = await findRow(req, 'activities', id)
  if (row) await swap(req, [{ collection: 'activities', id, revision: row.revision, set: { status } }])
  throw asApiError(refusal)
}

/**
 * Takes the registration out of every counter while it still exists, so that a crash cannot leave a count without a
 * record.
 */
export const withdrawRegistrationBeforeDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await changeRegistration(req, String(id), new Date(), (current) =>
    current.id === id ? { status: 'cancelled' } : null,
  )
}

const MAX_TRIES = 200

/** Takes the activity out of every tally while it still exists. */
export const withdrawActivityBeforeDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    // Read before the sign-ups are looked for: one that comes later gives the row another revision.
    const activity = await findRow(req, 'activities', String(id))
    if (!activity) return
    const refusal = refusalOf('delete', stateAt(activity, new Date()), await pastOf(req, activity.id))
    if (refusal) throw asApiError(refusal)
    if (
      await swap(req, [
        {
          collection: 'activities',
          id: activity.id,
          revision: activity.revision,
          set: { status: 'cancelled', unsettled: true },
        },
      ])
    )
      return settleActivity(req, activity.id)
  }
  throw asApiError(new AppError('busy'))
}
