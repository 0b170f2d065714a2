import { expect } from '@jest/globals'
import type { Payload } from 'payload'
import type { Activity, Registration, Target, Unit } from '../../src/payload-types.ts'

/**
 * Counts everything from the records up and compares it with every stored number. Written apart from src/domain and
 * src/operations/tallies/recount.ts on purpose: it walks the tree by `parent` and shares no rule with what it judges.
 */
export async function expectExact(payload: Payload): Promise<void> {
  const all = { depth: 0, pagination: false, overrideAccess: true } as const
  const units = (await payload.find({ collection: 'units', ...all })).docs
  const activities = (await payload.find({ collection: 'activities', ...all })).docs
  const registrations = (await payload.find({ collection: 'registrations', ...all })).docs
  const targets = (await payload.find({ collection: 'targets', ...all })).docs

  const of = (activity: Activity): Registration[] =>
    registrations.filter((registration) => registration.activity === activity.id)
  expect(activities.map((activity) => numbersOf(activity))).toEqual(
    activities.map((activity) => countedNumbers(activity, of(activity))),
  )
  expect(
    activities.filter((activity) => isSeatKeptFromQueue(activity, of(activity))).map(({ title }) => title),
  ).toEqual([])
  expect(registrations.map(({ unit }) => unit)).toEqual(
    registrations.map(({ activity }) => activities.find(({ id }) => id === activity)?.unit),
  )
  expect(targets.map(({ title, tally }) => ({ title, tally }))).toEqual(
    targets.map((target) => ({
      title: target.title,
      tally: activities.reduce((sum, activity) => sum + amount(target, activity, of(activity), units), 0),
    })),
  )
}

function numbersOf({ title, taken, waiting, present, minutes, free }: Activity) {
  return { title, taken, waiting, present, minutes, free: free ?? null }
}

function countedNumbers(activity: Activity, registrations: Registration[]) {
  const taken = heads(
    registrations.filter(({ status, walkIn }) => (status === 'confirmed' || status === 'offered') && walkIn !== true),
  )
  return {
    title: activity.title,
    taken,
    waiting: heads(registrations.filter(({ status }) => status === 'waitlisted')),
    present: headsPresentAt(registrations),
    minutes: minutesAt(registrations),
    free: typeof activity.capacity === 'number' ? activity.capacity - taken : null,
  }
}

/**
 * A free seat while somebody waits who fits, unless seats are being saved up for a party that was passed often enough.
 */
function isSeatKeptFromQueue(activity: Activity, registrations: Registration[]): boolean {
  const { free } = countedNumbers(activity, registrations)
  const line = registrations.filter(({ status }) => status === 'waitlisted')
  const isSaving = line.some(({ size, passes }) => (passes ?? 0) >= (size ?? 1))
  return (
    activity.status === 'published' &&
    Date.parse(activity.startsAt) > Date.now() &&
    !isSaving &&
    line.some(({ size }) => free === null || free >= (size ?? 1))
  )
}

const heads = (registrations: Registration[]): number => registrations.reduce((sum, { size }) => sum + (size ?? 1), 0)

const presentAt = (registrations: Registration[]): Registration[] =>
  registrations.filter(({ status, attendance }) => status === 'confirmed' && attendance === 'present')

const headsPresentAt = (registrations: Registration[]): number =>
  presentAt(registrations).reduce((sum, { size, came }) => sum + (came ?? size ?? 1), 0)

const minutesAt = (registrations: Registration[]): number =>
  presentAt(registrations).reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)

function amount(target: Target, activity: Activity, registrations: Registration[], units: Unit[]): number {
  if (activity.status !== 'published') return 0
  if (target.lines?.length && !target.lines.includes(activity.line)) return 0
  if (target.themes?.length && !(activity.theme && target.themes.includes(activity.theme))) return 0
  if (target.units?.length && !path(activity.unit, units).some((id) => target.units?.includes(id))) return 0
  if (target.from && countyDay.format(new Date(activity.startsAt)) < target.from) return 0
  if (target.to && countyDay.format(new Date(activity.startsAt)) > target.to) return 0
  const { visits, matters } = { visits: activity.outcome?.visits ?? 0, matters: activity.outcome?.matters ?? 0 }
  const present = headsPresentAt(registrations)
  if (target.measure === 'personTimes') return present
  if (target.measure === 'serviceHours') return activity.ledger === 'service' ? minutesAt(registrations) : 0
  if (target.measure === 'visits') return visits
  if (target.measure === 'matters') return matters
  return present + visits + matters > 0 ? 1 : 0
}

/** By the platform's own time zones, where the product adds eight hours: 2026-01-31. */
const countyDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The unit and all above it. */
function path(unit: Activity['unit'], units: Unit[]): string[] {
  const found = units.find(({ id }) => id === unit)
  if (!found) return []
  return [found.id, ...(typeof found.parent === 'string' ? path(found.parent, units) : [])]
}
