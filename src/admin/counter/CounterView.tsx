import type { AdminViewServerProps, PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { ActivityDetail } from '../../domain/activities/views.ts'
import { getActivityForSignUp, isOpen, listOpenActivities } from '../../operations/seats/listOpenActivities.ts'
import { askedId } from '../askedId.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { ActivityChoice } from './ActivityChoice.tsx'
import { CounterForm } from './CounterForm.tsx'
import { COUNTER_TEXTS } from './texts.ts'

/** Signs somebody up who rang up or stands at the counter: first for which activity, with `?activity=` then whom. */
export async function CounterView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const asked = view.searchParams?.activity
  const id = askedId(asked)
  requireLogIn(req, PATHS.signUpForAnother(id ?? undefined))
  const now = new Date()
  const activity = id === null ? null : await readActivity(req, id, now)
  const problem =
    asked === undefined ? null : activity === null ? COUNTER_TEXTS.gone : COUNTER_TEXTS.notOpen(activity.title)
  return (
    <Screen view={view} title={COUNTER_TEXTS.title} intro={COUNTER_TEXTS.intro}>
      {activity !== null && isOpen(activity) ? (
        <CounterForm key={activity.id} activity={activity} />
      ) : (
        <ActivityChoice activities={await listOpenActivities(req, now)} problem={problem} />
      )}
    </Screen>
  )
}

async function readActivity(req: PayloadRequest, id: string, now: Date): Promise<ActivityDetail | null> {
  try {
    return await getActivityForSignUp(req, id, now)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
