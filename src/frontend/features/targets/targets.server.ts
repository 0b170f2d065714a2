import type { PayloadRequest } from 'payload'
import { activityQuerySchema } from '../../../domain/activities/requests.ts'
import { AppError } from '../../../domain/shared/AppError.ts'
import { idSchema } from '../../../domain/shared/requests.ts'
import type { Contributions, TargetMonth } from '../../../domain/tallies/views.ts'
import { listContributions } from '../../../operations/activities/listContributions.ts'
import { targetMonths } from '../../../operations/activities/targetMonths.ts'

const pageSchema = activityQuerySchema.shape.page

/** The page of a target by its parameters alone; null when one of them is wrong. */
export function targetAddress(id: string, query: Record<string, unknown>): string | null {
  const page = pageSchema.safeParse(query.page)
  if (!idSchema.safeParse(id).success || !page.success) return null
  return `/targets/${id}${page.data === undefined || page.data === 1 ? '' : `?page=${page.data}`}`
}

export async function loadTarget(
  req: PayloadRequest,
  id: string,
  query: Record<string, unknown>,
  now: Date,
): Promise<Contributions & { months: TargetMonth[] }> {
  if (!idSchema.safeParse(id).success) throw new AppError('not-found')
  const page = pageSchema.safeParse(query.page)
  if (!page.success) throw new AppError('invalid-input', page.error.issues[0]?.message)
  const shown = page.data ?? 1
  const [contributions, months] = await Promise.all([
    listContributions(req, { target: id, page: shown }, now),
    shown === 1 ? targetMonths(req, id, now) : [],
  ])
  return { ...contributions, months }
}
