import { randomUUID } from 'node:crypto'
import { newId } from '../database/rows.ts'
import { freeSeats } from '../domain/seats/seats.ts'
import {
  activityContribution,
  NOTHING,
  registrationContribution,
  type RegistrationContribution,
} from '../domain/tallies/contributions.ts'
import { bulkInsert, type Row } from './bulkInsert.ts'
import { PROGRAMMES } from './data/programmes.ts'
import { idOf, type Demo } from './demo.ts'
import type { ActivityPlan } from './plan/activities.ts'
import type { County } from './plan/county.ts'
import type { RegistrationPlan } from './plan/registrations.ts'
import { addDays } from './plan/schedule.ts'

export async function createProgrammes({ payload, series }: Demo): Promise<void> {
  for (const [index, programme] of PROGRAMMES.entries()) {
    series.set(
      programme.title,
      (
        await payload.create({
          collection: 'programmes',
          data: { ...programme, order: index + 1 },
          depth: 0,
          overrideAccess: true,
        })
      ).id,
    )
  }
}

/** Activities are written in groups of this many, with their registrations. */
const ACTIVITIES_A_GROUP = 300

export async function insertActivities(demo: Demo): Promise<void> {
  const { payload, block } = demo
  const plans = block.activities
  for (let first = 0; first < plans.length; first += ACTIVITIES_A_GROUP) {
    const group = plans.slice(first, first + ACTIVITIES_A_GROUP).map((plan) => ({ plan, id: newId(payload) }))
    await bulkInsert(
      payload,
      'activities',
      group.map(({ plan, id }) => activityRow(id, plan, demo)),
    )
    const registrations = group.flatMap(({ plan, id }) =>
      plan.registrations.map((registration) =>
        registrationRow(newId(payload), registration, { id, unit: plan.unit }, demo),
      ),
    )
    await bulkInsert(payload, 'registrations', registrations)
    for (const { plan, id } of group) {
      if (plan.questions.length === 0) continue
      const questions = plan.questions.map(({ answers: _, ...question }) => question)
      await payload.db.updateOne({ collection: 'activities', id, data: { questions }, returning: false })
    }
    demo.advance('活动与报名', group.length)
  }
}

/** With the counters its registrations add up to, and what it adds to each target noted as settleActivity would. */
function activityRow(id: string, plan: ActivityPlan, known: Demo): Row {
  const {
    registrations,
    questions: _,
    series,
    station,
    unit,
    partnerUnit,
    visits,
    settledMatters,
    summary: outcome,
    createdAt,
    ...facts
  } = plan
  const sums = registrations.map(registrationContribution).reduce<RegistrationContribution>(
    (sum, one) => ({
      taken: sum.taken + one.taken,
      waiting: sum.waiting + one.waiting,
      present: sum.present + one.present,
      minutes: sum.minutes + one.minutes,
    }),
    NOTHING,
  )
  const unitIds = withAncestors(known.county, unit).map((name) => idOf(known.units, name))
  const counted: Record<string, number> = {}
  for (const target of known.targets) {
    const amount = activityContribution(
      { ...facts, ...sums, unitIds, visits, settledMatters, startsAt: facts.startsAt.toISOString() },
      target.filter,
    )
    target.tally += amount
    if (amount !== 0) counted[target.id] = amount
  }
  return {
    ...facts,
    id,
    unit: idOf(known.units, unit),
    // The department's account comes last, so nobody answers for the county's own yet.
    responsible: known.staff.get(responsibleFor(known.county, unit)) ?? null,
    partnerUnit: partnerUnit === null ? null : idOf(known.units, partnerUnit),
    series: series === null ? null : idOf(known.series, series),
    station: station === null ? null : idOf(known.stations, station),
    startsAt: facts.startsAt.toISOString(),
    endsAt: facts.endsAt.toISOString(),
    registrationOpensAt: facts.registrationOpensAt?.toISOString() ?? null,
    // Left open it closes at the start.
    registrationClosesAt:
      facts.registrationClosesAt.getTime() === facts.startsAt.getTime()
        ? null
        : facts.registrationClosesAt.toISOString(),
    outcome: { visits, matters: settledMatters, summary: outcome },
    ...sums,
    free: freeSeats({ capacity: facts.capacity, taken: sums.taken }),
    lastSequence: registrations.reduce((last, { sequence }) => Math.max(last, sequence ?? 0), 0),
    counted: JSON.stringify(counted),
    unsettled: false,
    recordedAt: recordedAt(plan, known.now)?.toISOString() ?? null,
    // Nobody is to be reminded of what was invented.
    reminded: { reminder24h: facts.startsAt.toISOString(), reminder2h: facts.startsAt.toISOString() },
    revision: randomUUID(),
    createdAt: createdAt.toISOString(),
    updatedAt: createdAt.toISOString(),
  }
}

/** At the door, or the day after; of every ninth session only after the working days for it were over. */
function recordedAt({ startsAt, endsAt, registrations, ...outcome }: ActivityPlan, now: Date): Date | null {
  const marked = registrations.filter(({ attendance }) => attendance !== 'unknown')
  if (marked.length === 0 && outcome.visits + outcome.settledMatters === 0 && outcome.summary === null) return null
  const late = addDays(endsAt, 20)
  if (marked.length % 9 === 0 && late < now) return late
  return marked.find(({ checkedInAt }) => checkedInAt !== null)?.checkedInAt ?? addDays(startsAt, 1)
}

function registrationRow(id: string, plan: RegistrationPlan, activity: { id: string; unit: string }, known: Demo): Row {
  const {
    person,
    recordedBy,
    evaluatedBy,
    evaluatedAt,
    checkedInAt,
    checkedOutAt,
    cancelledAt,
    createdAt,
    answers,
    ...facts
  } = plan
  return {
    ...facts,
    id,
    activity: activity.id,
    person: idOf(known.people, person),
    unit: idOf(known.units, activity.unit),
    recordedBy: recordedBy === null ? null : idOf(known.staff, recordedBy),
    evaluatedBy: evaluatedBy === null ? null : idOf(known.staff, evaluatedBy),
    evaluatedAt: evaluatedAt?.toISOString() ?? null,
    checkedInAt: checkedInAt?.toISOString() ?? null,
    checkedOutAt: checkedOutAt?.toISOString() ?? null,
    cancelledAt: cancelledAt?.toISOString() ?? null,
    answers,
    counted: JSON.stringify(registrationContribution(plan)),
    unsettled: false,
    revision: randomUUID(),
    createdAt: createdAt.toISOString(),
    updatedAt: (evaluatedAt ?? checkedOutAt ?? checkedInAt ?? cancelledAt ?? createdAt).toISOString(),
  }
}

/** The address of whoever is nearest to the unit: of it, or else of one above it. */
function responsibleFor(county: County, unit: string): string {
  const near = withAncestors(county, unit).flatMap((name) => county.staff.find((staff) => staff.unit === name) ?? [])
  return near[0]?.email ?? ''
}

function withAncestors(county: County, name: string): string[] {
  const parent = county.units.find((unit) => unit.name === name)?.parent ?? null
  return parent === null ? [name] : [name, ...withAncestors(county, parent)]
}
