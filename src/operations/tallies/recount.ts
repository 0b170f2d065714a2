import type { PayloadRequest } from 'payload'
import type { ActivityRow, RegistrationRow } from '../../database/rows.ts'
import {
  activityContribution,
  NOTHING,
  registrationContribution,
  targetFilter,
  type RegistrationContribution,
} from '../../domain/tallies/contributions.ts'
import { timed } from '../../domain/attendance/hours.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import { activityFacts, findTargets } from './settleActivity.ts'

export interface Difference {
  collection: 'registrations' | 'activities' | 'targets'
  id: string
  title: string
  field: string
  stored: number | null
  counted: number | null
}

export interface Recount {
  registrations: number
  activities: number
  targets: number
  differences: Difference[]
}

/**
 * Counts everything again from the registrations up and compares with what is stored. Changes nothing. An exact answer
 * needs a moment when nothing is being written.
 */
export async function recount(req: PayloadRequest): Promise<Recount> {
  const { db } = req.payload
  const differences: Difference[] = []
  const targets = await findTargets(req)
  const tallies = new Map(targets.map(({ id }) => [id, 0]))
  const { docs: activities } = await db.find<ActivityRow>({
    collection: 'activities',
    pagination: false,
    limit: 0,
    req,
  })
  let registrations = 0
  for (const activity of activities) {
    const { docs } = await db.find<RegistrationRow>({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      select: {
        status: true,
        attendance: true,
        minutes: true,
        minutesSource: true,
        checkedInAt: true,
        checkedOutAt: true,
        method: true,
        walkIn: true,
        size: true,
        came: true,
      },
      pagination: false,
      limit: 0,
      req,
    })
    registrations += docs.length
    // Each figure of service time by its own provenance, before they are summed.
    for (const row of docs) {
      const [stored, counted] = [row.minutes ?? null, timed(row, activity).minutes]
      if (stored !== counted)
        differences.push({
          collection: 'registrations',
          id: row.id,
          title: activity.title,
          field: 'minutes',
          stored,
          counted,
        })
    }
    const sum = docs.map(registrationContribution).reduce<RegistrationContribution>(
      (total, one) => ({
        taken: total.taken + one.taken,
        waiting: total.waiting + one.waiting,
        present: total.present + one.present,
        minutes: total.minutes + one.minutes,
      }),
      NOTHING,
    )
    const counted = { ...sum, free: freeSeats({ capacity: activity.capacity ?? null, taken: sum.taken }) }
    for (const field of ['taken', 'waiting', 'present', 'minutes', 'free'] as const) {
      const stored = activity[field] ?? null
      if (stored !== counted[field])
        differences.push({
          collection: 'activities',
          id: activity.id,
          title: activity.title,
          field,
          stored,
          counted: counted[field],
        })
    }
    const facts = await activityFacts(req, { ...activity, ...sum })
    for (const target of targets)
      tallies.set(target.id, (tallies.get(target.id) ?? 0) + activityContribution(facts, targetFilter(target)))
  }
  for (const { id, title, tally } of targets) {
    const counted = tallies.get(id) ?? 0
    if (tally !== counted)
      differences.push({ collection: 'targets', id, title, field: 'tally', stored: tally, counted })
  }
  return { registrations, activities: activities.length, targets: targets.length, differences }
}
