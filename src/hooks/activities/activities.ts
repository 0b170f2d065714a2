import { randomUUID } from 'node:crypto'
import type { CollectionBeforeChangeHook, CollectionBeforeOperationHook } from 'payload'
import { requireEdit, type EditableFacts } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { newProblems, reasonProblem } from '../../domain/activities/activityRules.ts'
import { addsNothing } from '../../domain/tallies/contributions.ts'
import { noticeOf } from '../../domain/messages/messages.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import { ledgerOf } from '../../domain/activities/vocabulary.ts'
import { type Line } from '../../domain/shared/vocabulary.ts'
import { pastOf } from '../../operations/activities/pastOf.ts'
import type { Activity } from '../../payload-types.ts'
import { asApiError } from '../shared/asApiError.ts'

/**
 * On creation, what an activity is recorded as goes with its line where it is left out: before Payload fills in what
 * goes for most.
 */
export const fillLedger: CollectionBeforeOperationHook = ({ args, operation }) => {
  const { data } = args as { data?: { ledger?: unknown; line?: Line } }
  return operation === 'create' && data && !data.ledger
    ? { ...args, data: { ...data, ledger: ledgerOf(data.line) } }
    : args
}

export const checkActivity: CollectionBeforeChangeHook = ({ data, operation, originalDoc }) => {
  refuse(newProblems(operation === 'create' ? null : originalDoc, { ...originalDoc, ...data }))
  // A line's own fields go with the line, and why it was called off with that.
  return {
    ...data,
    ...(originalDoc?.status === 'cancelled' && data.status !== 'cancelled' && { cancelReason: null }),
    ...('line' in data && data.line !== 'riders' && { theme: null }),
    ...('line' in data && data.line !== 'programmes' && { series: null }),
    ...('line' in data && data.line !== 'pairing' && { partnerUnit: null }),
  }
}

function refuse(fields: Record<string, string>): void {
  const [first] = Object.values(fields)
  if (first !== undefined) throw asApiError(new AppError('invalid-input', first, fields))
}

/**
 * An edit that the state of an activity refuses (src/domain/activities/activityStates.ts) is refused whichever way it
 * comes. The system's own calls, on nobody's behalf, are let through.
 */
export const keepToState: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  if (!req.user) return data
  const after = { ...originalDoc, ...data, outcome: { ...originalDoc?.outcome, ...data.outcome } } as EditableFacts &
    Pick<Activity, 'cancelReason'>
  const isNew = operation === 'create'
  const before: typeof after = isNew ? { ...after, status: 'draft', outcome: null } : originalDoc
  try {
    requireEdit(
      before,
      after,
      isNew ? { hasSignUps: false, hasRecords: false } : await pastOf(req, String(originalDoc.id)),
      new Date(),
    )
  } catch (error) {
    throw error instanceof AppError ? asApiError(error) : error
  }
  refuse(reasonProblem(before, after))
  return data
}

/**
 * News that everyone signed up has to hear is stored in the same write as the change itself, so that no crash can lose
 * it. The mark is another for every notice: an edit writes what it changes and no more, and the last mark may be
 * cleared meanwhile.
 */
export const noticeChange: CollectionBeforeChangeHook = ({ data, operation, originalDoc }) => {
  if (operation === 'create') return data
  const notice = noticeOf(originalDoc, { ...originalDoc, ...data }, randomUUID(), new Date())
  return notice === null ? data : { ...data, notice, untold: notice.id }
}

/**
 * Sessions of a recurrence carry its id, which src/operations/activities/createRecurrence.ts alone gives; after
 * protectFields, which takes away what was sent.
 */
export const joinRecurrence: CollectionBeforeChangeHook = ({ data, req }) =>
  typeof req.context.seriesKey === 'string' ? { ...data, seriesKey: req.context.seriesKey } : data

/** A new activity that adds nothing to any target is settled by the write that makes it; after markChanged. */
export const settledFromStart: CollectionBeforeChangeHook = ({ data, operation }) => {
  if (operation !== 'create') return data
  const { status, capacity, outcome } = data as Pick<Activity, 'status' | 'capacity' | 'outcome'>
  const facts = { status, present: 0, minutes: 0, visits: outcome?.visits ?? 0, settledMatters: outcome?.matters ?? 0 }
  return addsNothing(facts)
    ? { ...data, unsettled: false, free: freeSeats({ capacity: capacity ?? null, taken: 0 }) }
    : data
}
