import { randomUUID } from 'node:crypto'
import type { CollectionBeforeChangeHook, CollectionBeforeOperationHook, PayloadRequest } from 'payload'
import { countRowsBy } from '../../database/rows.ts'
import type { Cover } from '../../domain/activities/covers.ts'
import { requireEdit, type EditableFacts } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { CHANGE_REASON, moveProblem, newProblems, reasonProblem } from '../../domain/activities/activityRules.ts'
import { addsNothing } from '../../domain/tallies/contributions.ts'
import { isSameArrangement, noticeOf, SIGNED_UP } from '../../domain/messages/messages.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import { ledgerOf } from '../../domain/activities/vocabulary.ts'
import { type Line } from '../../domain/shared/vocabulary.ts'
import { pastOf } from '../../operations/activities/pastOf.ts'
import type { Activity } from '../../payload-types.ts'
import { asApiError } from '../shared/asApiError.ts'
import { noteReason } from '../shared/audit.ts'

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
 * cleared meanwhile. An edit by hand that moves the activity says why, if anybody is told; also when it was
 * called off meanwhile.
 */
export const noticeChange: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  if (operation === 'create') return data
  const after = { ...originalDoc, ...data } as Activity
  const notice = noticeOf(originalDoc, after, randomUUID(), new Date())
  if (notice === null) return data
  const given: unknown = data[CHANGE_REASON]
  const reason = typeof given === 'string' && given !== '' ? given : null
  const isMoved = notice.kind !== 'cancelled' && !isSameArrangement(notice.before, after)
  if (isMoved && req.user) refuse(moveProblem(reason, await signedUpFor(req, String(originalDoc.id))))
  noteReason(req, String(originalDoc.id), notice.kind === 'cancelled' ? after.cancelReason : reason)
  return { ...data, notice: { ...notice, ...(isMoved && { reason }) }, untold: notice.id }
}

/** How many sign-ups hear of what becomes of the activity. */
async function signedUpFor(req: PayloadRequest, activity: string): Promise<number> {
  return countRowsBy(req, 'registrations', { activity, status: [...SIGNED_UP] })
}

/**
 * Sessions of a recurrence carry its id, which src/operations/activities/createRecurrence.ts alone gives; after
 * protectFields, which takes away what was sent.
 */
export const joinRecurrence: CollectionBeforeChangeHook = ({ data, req }) =>
  typeof req.context.seriesKey === 'string' ? { ...data, seriesKey: req.context.seriesKey } : data

/** When how it went is first written down; after protectFields, which takes away what was sent. */
export const noteOutcome: CollectionBeforeChangeHook = ({ data, originalDoc }) => {
  const { visits, matters, summary } = (data.outcome ?? {}) as NonNullable<Activity['outcome']>
  return (visits || matters || summary) && !originalDoc?.recordedAt
    ? { ...data, recordedAt: new Date().toISOString() }
    : data
}

/** The picture that operations/activities/covers.ts stored, on the activity that it is of; after protectFields. */
export const takeCover: CollectionBeforeChangeHook = ({ data, originalDoc, req }) => {
  const stored = req.context.cover as { of: string; cover: Cover | null } | undefined
  return stored && stored.of === originalDoc?.id ? { ...data, cover: stored.cover } : data
}

/** A new activity that adds nothing to any target is settled by the write that makes it; after markChanged. */
export const settledFromStart: CollectionBeforeChangeHook = ({ data, operation }) => {
  if (operation !== 'create') return data
  const { status, capacity, outcome } = data as Pick<Activity, 'status' | 'capacity' | 'outcome'>
  const facts = { status, present: 0, minutes: 0, visits: outcome?.visits ?? 0, settledMatters: outcome?.matters ?? 0 }
  return addsNothing(facts)
    ? { ...data, unsettled: false, free: freeSeats({ capacity: capacity ?? null, taken: 0 }) }
    : data
}
