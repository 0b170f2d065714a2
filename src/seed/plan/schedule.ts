import { dayOf, startOfDay as beginningOf } from '../../domain/shared/calendar.ts'
import { at, type Random } from '../random.ts'

const DAY = 86_400_000

/** The demo's records begin this long before `now` at least, however young the year is. */
const SHORTEST_PERIOD_DAYS = 120

/**
 * Times of day in minutes after midnight and lengths in minutes: outside the riders' meal peaks, 11–13 and 17–19
 * o'clock.
 */
const SLOTS = [
  { from: 9 * 60, minutes: 90 },
  { from: 9 * 60 + 15, minutes: 105 },
  { from: 9 * 60 + 30, minutes: 90 },
  { from: 14 * 60, minutes: 120 },
  { from: 14 * 60 + 30, minutes: 90 },
  { from: 15 * 60, minutes: 90 },
  { from: 15 * 60, minutes: 120 },
  { from: 19 * 60 + 30, minutes: 90 },
  { from: 20 * 60, minutes: 60 },
]

export interface Span {
  startsAt: Date
  endsAt: Date
}

/** Midnight in Asia/Shanghai at the beginning of that day there. */
function startOfDay(instant: Date): number {
  return beginningOf(dayOf(instant)).getTime()
}

export function addDays(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY)
}

/**
 * From when to when the demo's records run: this year to its end. A year younger than 120 days is too short for a
 * year's figures: then they begin on 1 July before.
 */
export function periodAt(now: Date): { from: Date; to: Date } {
  const year = Number(dayOf(now).slice(0, 4))
  const newYear = new Date(`${year}-01-01T00:00:00.000+08:00`)
  const isYoung = now.getTime() - newYear.getTime() < SHORTEST_PERIOD_DAYS * DAY
  return {
    from: isYoung ? new Date(`${year - 1}-07-01T00:00:00.000+08:00`) : newYear,
    to: new Date(`${year}-12-31T23:59:59.999+08:00`),
  }
}

/** A slot on the day of `instant`. */
export function slotOn(random: Random, instant: Date): Span {
  const { from, minutes } = random.pick(SLOTS)
  const startsAt = new Date(startOfDay(instant) + from * 60_000)
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
}

/** `count` slots spread evenly over the period until yesterday, each a little off its place, in order of time. */
export function pastSlots(random: Random, now: Date, count: number): Span[] {
  const first = periodAt(now).from.getTime() + 3 * DAY
  const last = startOfDay(now) - DAY
  return Array.from({ length: count }, (_, index) =>
    slotOn(random, new Date(first + ((index + random.next()) / count) * (last - first))),
  ).sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
}

/** The next slot that begins at least an hour after `now`: something to check people in to on the day of the demo. */
export function nextSlot(now: Date): Span {
  for (let day = 0; ; day += 1) {
    const midnight = startOfDay(addDays(now, day))
    const slot = [at(SLOTS, 2), at(SLOTS, 4), at(SLOTS, 7)].find(
      ({ from }) => midnight + from * 60_000 >= now.getTime() + 3_600_000,
    )
    if (slot)
      return {
        startsAt: new Date(midnight + slot.from * 60_000),
        endsAt: new Date(midnight + (slot.from + slot.minutes) * 60_000),
      }
  }
}

/** The month in Asia/Shanghai, 1–12. */
export function monthOf(instant: Date): number {
  return Number(dayOf(instant).slice(5, 7))
}

export function isEvening(instant: Date): boolean {
  return instant.getTime() - startOfDay(instant) >= 19 * 3_600_000
}
