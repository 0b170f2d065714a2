import { AppError } from '../shared/AppError.ts'
import { questionKey, type AskedQuestion } from './answers.ts'
import { COUNTY_OFFSET_MS, countyClock, DAY_MS, startOfDay, dayOf } from '../shared/calendar.ts'
import type { FollowingPart, RecurrenceRule } from './vocabulary.ts'

const WEEKDAYS = '日一二三四五六'

/**
 * When the next `count` sessions start, in ISO 8601 UTC: at the same time of the county's day as the first. None is
 * left out.
 *
 * @throws AppError invalid-input where the rule does not fit the first, or would have to skip months
 */
export function sessionStarts(firstIso: string, rule: RecurrenceRule, count: number): string[] {
  const first = countyClock(firstIso)
  const weekday = first.getUTCDay()
  const nth = Math.ceil(first.getUTCDate() / 7)
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-input', sentence, { rule: sentence })
  }
  if (rule === 'monthlyNth' && nth === 5) refuse(`不是每个月都有第五个周${WEEKDAYS[weekday]}，请改选“每月最后一个”。`)
  if (rule === 'monthlyLast' && new Date(first.getTime() + 7 * DAY_MS).getUTCMonth() === first.getUTCMonth()) {
    refuse(`本场不在当月最后一个周${WEEKDAYS[weekday]}，请改选“每月第 ${nth} 个”，或先改本场的日期。`)
  }
  return Array.from({ length: count }, (_, index) => {
    const at =
      rule === 'weekly'
        ? first.getTime() + (index + 1) * 7 * DAY_MS
        : inMonth(first, index + 1, weekday, rule === 'monthlyLast' ? null : nth)
    return new Date(at - COUNTY_OFFSET_MS).toISOString()
  })
}

/**
 * The nth, or with null the last, of a weekday in the month that comes `months` after the first's, at its time of day.
 */
function inMonth(first: Date, months: number, weekday: number, nth: number | null): number {
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + months]
  const timeOfDay = first.getTime() - Date.UTC(year, first.getUTCMonth(), first.getUTCDate())
  const firstOf = Date.UTC(year, month, 1)
  const firstMatch = 1 + ((weekday - new Date(firstOf).getUTCDay() + 7) % 7)
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const day = nth === null ? firstMatch + 7 * Math.floor((days - firstMatch) / 7) : firstMatch + 7 * (nth - 1)
  return Date.UTC(year, month, day) + timeOfDay
}

interface Times {
  startsAt: string
  endsAt: string
  registrationOpensAt?: string | null
  registrationClosesAt?: string | null
}

/** An activity's times moved with its start: as long, and open for sign-up as long before. */
export function timesFrom(
  { startsAt, endsAt, registrationOpensAt, registrationClosesAt }: Times,
  newStart: string,
): Required<Times> {
  const moved = (iso: string): string =>
    new Date(Date.parse(iso) + Date.parse(newStart) - Date.parse(startsAt)).toISOString()
  return {
    startsAt: newStart,
    endsAt: moved(endsAt),
    registrationOpensAt: registrationOpensAt ? moved(registrationOpensAt) : null,
    registrationClosesAt: registrationClosesAt ? moved(registrationClosesAt) : null,
  }
}

/**
 * The fields that each part of an edit of all following sessions takes along; times and questions have rules of their
 * own.
 */
const FIELDS_OF = {
  title: ['title'],
  place: ['place', 'station'],
  description: ['description'],
  contact: ['leader', 'contact'],
  capacity: ['capacity', 'waitingList', 'minimum'],
  signUp: ['approval', 'partyLimit', 'selfCheckIn'],
} as const satisfies Partial<Record<FollowingPart, readonly string[]>>

export interface Session extends Times {
  questions?: AskedQuestion[] | null
}

/**
 * The values to write to `session` for it to be like `source` in these parts; empty when it is. A session keeps its
 * day, and its questions keep their ids, by which the answers already given are found again.
 */
export function editOf(source: Session, session: Session, parts: FollowingPart[]): Record<string, unknown> {
  const wanted: Record<string, unknown> = {}
  for (const part of parts) {
    if (part === 'time') Object.assign(wanted, timesFrom(source, onDayOf(session.startsAt, source.startsAt)))
    else if (part === 'questions') wanted.questions = questionsLike(source.questions ?? [], session.questions ?? [])
    else for (const name of FIELDS_OF[part]) wanted[name] = (source as unknown as Record<string, unknown>)[name] ?? null
  }
  const before = session as unknown as Record<string, unknown>
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !isSame(value, before[name])))
}

/** The day of one instant with the time of day of another, by the county's clock. */
function onDayOf(dayIso: string, timeIso: string): string {
  const beginning = (iso: string): number => startOfDay(dayOf(iso)).getTime()
  return new Date(beginning(dayIso) + (Date.parse(timeIso) - beginning(timeIso))).toISOString()
}

/**
 * The questions of `source`, each with the id under which the session asks it already: its own, by where both come
 * from. The name of a question says nothing: two may have one name, and one may be renamed.
 */
function questionsLike(questions: AskedQuestion[], known: AskedQuestion[]): AskedQuestion[] {
  const left = [...known]
  const take = (isSame: (question: AskedQuestion) => boolean): AskedQuestion | undefined => {
    const index = left.findIndex(isSame)
    return index === -1 ? undefined : left.splice(index, 1)[0]
  }
  const found = questions.map((question) => take((other) => originOf(other) === originOf(question)))
  return questions.map((question, index) => {
    // Sessions made by an older version do not say where their questions come from.
    const same =
      found[index] ?? take((other) => !other.origin && other.label === question.label && other.kind === question.kind)
    const copied = copyOf(question)
    return same?.id
      ? { ...copied, id: same.id, origin: same.origin ?? (same.id === copied.origin ? null : copied.origin) }
      : copied
  })
}

const originOf = (question: AskedQuestion): string => question.origin ?? questionKey(question)

/** For another activity: ids of rows are of one activity, and a copy says which question it is one of. */
export function copyOf(question: AskedQuestion): AskedQuestion {
  const { id: _, ...rest } = question
  return { ...rest, origin: originOf(question) }
}

const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .filter(
              ([, inner]) => inner !== null && inner !== undefined && !(Array.isArray(inner) && inner.length === 0),
            )
            .sort(([a], [b]) => a.localeCompare(b))
            .map(([key, inner]) => [key, ordered(inner)]),
        )
      : (value ?? null)

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(ordered(one)) === JSON.stringify(ordered(other ?? (Array.isArray(one) ? [] : null)))
