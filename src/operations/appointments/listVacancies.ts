import type { PayloadRequest, Where } from 'payload'
import { whereInScope } from '../../access/unitScope.ts'
import { findRowsBy } from '../../database/rows.ts'
import { isInPost } from '../../domain/appointments/appointments.ts'
import { factsOf, NEEDED_POSTS, postsOf } from '../../domain/appointments/vocabulary.ts'
import type { Vacancy } from '../../domain/appointments/views.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { requireStaff } from '../identity/requireUser.ts'

/**
 * Units of the own subtree that are to have a holder of a post and have none today, by name; with the day on which
 * somebody follows.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listVacancies(req: PayloadRequest, now: Date): Promise<Vacancy[]> {
  requireStaff(req)
  const scope = await whereInScope(req, 'id')
  if (scope === false) return []
  const own: Where = { kind: { in: NEEDED_POSTS.flatMap((post) => factsOf(post).of) } }
  const { docs: units } = await req.payload.find({
    collection: 'units',
    where: scope === true ? own : { and: [own, scope] },
    select: { name: true, kind: true, parent: true },
    sort: 'name',
    depth: 1,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const held = await findRowsBy(req, 'appointments', { post: NEEDED_POSTS, standing: ['planned', 'current'] }, [
    'post',
    'unit',
    'from',
    'to',
    'standing',
    'awaiting',
  ])
  const today = dayOf(now)
  const byUnit = new Map<string, typeof held>()
  for (const row of held) byUnit.set(row.unit, [...(byUnit.get(row.unit) ?? []), row])
  return units.flatMap((unit) =>
    postsOf(unit.kind)
      .filter((post) => NEEDED_POSTS.includes(post))
      .flatMap((post) => {
        const rows = (byUnit.get(unit.id) ?? []).filter((row) => row.post === post)
        if (rows.some((row) => isInPost(row, today))) return []
        const above = typeof unit.parent === 'object' && unit.parent ? unit.parent.name : ''
        return [
          {
            post,
            unit: { id: unit.id, name: unit.name, above },
            followedOn: rows.flatMap(({ from }) => (from > today ? [from] : [])).sort()[0] ?? null,
          },
        ]
      }),
  )
}
