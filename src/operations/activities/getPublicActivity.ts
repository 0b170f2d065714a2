import type { PayloadRequest } from 'payload'
import { questionKey } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isHeld } from '../../domain/tallies/contributions.ts'
import { isSelfCheckInOpen } from '../../domain/activities/doorTimes.ts'
import type { ActivityDetail } from '../../domain/activities/views.ts'
import { summarise } from './activityViews.ts'

/** @throws AppError not-found, also for drafts */
export async function getPublicActivity(req: PayloadRequest, id: string, now: Date): Promise<ActivityDetail> {
  const activity = await req.payload.findByID({
    collection: 'activities',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!activity || activity.status === 'draft')
    throw new AppError('not-found', '没有找到这场活动，它可能已被移除，请返回活动列表。')
  const [view] = await summarise(req, [activity], now)
  if (!view) throw new AppError('not-found')
  const held = {
    status: activity.status,
    present: activity.present ?? 0,
    visits: activity.outcome?.visits ?? 0,
    settledMatters: activity.outcome?.matters ?? 0,
  }
  return {
    ...view,
    description: activity.description ?? '',
    contact: activity.contact ?? '',
    questions: (activity.questions ?? []).map((question) => ({
      id: questionKey(question),
      label: question.label,
      kind: question.kind,
      options: question.options ?? [],
      required: question.required ?? false,
      min: question.min ?? null,
      max: question.max ?? null,
      earliest: question.earliest ?? null,
      latest: question.latest ?? null,
      showWhen: question.showWhen ?? null,
      showWhenAnswer: question.showWhenAnswer ?? null,
    })),
    canSelfCheckIn: isSelfCheckInOpen(activity, now),
    cancelReason: activity.status === 'cancelled' ? (activity.cancelReason ?? null) : null,
    outcome: isHeld(held)
      ? {
          present: held.present,
          visits: held.visits,
          matters: held.settledMatters,
          summary: activity.outcome?.summary ?? '',
        }
      : null,
  }
}
