import type { CollectionAfterChangeHook, CollectionBeforeDeleteHook } from 'payload'
import { AppError } from '../domain/AppError.ts'
import { changeRegistration } from '../operations/changeRegistration.ts'
import { fillFreeSeats } from '../operations/fillFreeSeats.ts'
import { moveRegistrations } from '../operations/moveRegistrations.ts'
import { settleActivity } from '../operations/settleActivity.ts'
import { settleRegistration } from '../operations/settleRegistration.ts'
import { settleServiceTimes } from '../operations/settleServiceTimes.ts'
import { shortenOffers } from '../operations/shortenOffers.ts'
import { settleTarget } from '../operations/settleTarget.ts'
import { findRow } from '../database/rows.ts'
import { swap } from '../database/swap.ts'
import { asApiError } from './asApiError.ts'

export const settleRegistrationAfterChange: CollectionAfterChangeHook = async ({ doc, req, context }) => {
  if (context.settleLater === true) return
  await settleRegistration(req, String(doc.id), new Date())
}

export const settleActivityAfterChange: CollectionAfterChangeHook = async ({ doc, req, context }) => {
  if (context.settleLater === true) return
  await moveRegistrations(req, String(doc.id))
  await settleServiceTimes(req, String(doc.id), new Date())
  await shortenOffers(req, String(doc.id), new Date())
  await settleActivity(req, String(doc.id))
  await fillFreeSeats(req, String(doc.id), new Date())
}

export const settleTargetAfterChange: CollectionAfterChangeHook = async ({ req }) => {
  await settleTarget(req)
}

/** Takes the registration out of every counter while it still exists, so that a crash cannot leave a count without a record. */
export const withdrawRegistrationBeforeDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  await changeRegistration(req, String(id), new Date(), (current) => (current.id === id ? { status: 'cancelled' } : null))
  for (const collection of ['corrections', 'messages'] as const) await req.payload.db.deleteMany({ collection, where: { registration: { equals: id } }, req })
}

/** An activity with sign-ups is cancelled, never deleted: its records must stay provable. */
export const withdrawActivityBeforeDelete: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const { totalDocs } = await req.payload.count({ collection: 'registrations', where: { activity: { equals: id } }, overrideAccess: true, req })
  if (totalDocs > 0) {
    throw asApiError(new AppError('in-use', '这场活动已有报名记录，不能删除；如不再举办，请把状态改为“已取消”。'))
  }
  const activity = await findRow(req, 'activities', String(id))
  if (!activity) return
  await swap(req, [{ collection: 'activities', id: activity.id, revision: activity.revision, set: { status: 'cancelled', unsettled: true } }])
  await settleActivity(req, activity.id)
}
