import { checkActivityFacts, USUAL_DURATION } from '../activities/activityRules.ts'
import { ledgerOf } from '../activities/vocabulary.ts'
import { MAX_MINUTES } from '../attendance/hours.ts'
import { readMoment } from '../shared/calendar.ts'
import { MAX_PARTY } from '../shared/requests.ts'
import { lineText } from '../shared/typedText.ts'
import { LEDGERS, LINES, THEMES, type Ledger, type Line, type Theme } from '../shared/vocabulary.ts'
import { choiceIn, dayIn, numberIn, saysAbsent, timeIn } from './cells.ts'
import type { Mapping } from './columns.ts'
import { cellsOf, nameIn, phoneIn, Problems, type Cells } from './personRow.ts'
import type { ProblemOfRow } from './vocabulary.ts'

/** Somebody who came, as a row says it. */
export interface AttendanceFacts {
  name: string
  phone: string | null
  /** Null leaves service time to the activity's planned length. */
  minutes: number | null
  heads: number
}

/** The activity that a row of past activities is of. */
export interface ActivityFacts {
  title: string
  /** 2026-01-31 */
  day: string
  /** Null where the row does not say. */
  startTime: string | null
  startsAt: string
  endsAt: string
  place: string | null
  line: Line
  theme: Theme | null
  ledger: Ledger
  /** Names as they were typed; empty where the row has none. */
  unitName: string
  seriesName: string
  partnerName: string
}

const ALSO_LEDGERS: Record<Ledger, string[]> = {
  participation: ['参与', '参加', '活动', '人次'],
  service: ['志愿服务', '志愿', '服务', '志愿活动'],
}

/** The person who came, of a sheet whose activity is known. */
export function attendanceIn(
  values: string[],
  mapping: Mapping,
): { facts: AttendanceFacts | null; problems: ProblemOfRow[] } {
  const problems = new Problems()
  const facts = attendeeIn(cellsOf(values, mapping), problems)
  return { facts: problems.found.length > 0 ? null : facts, problems: problems.found }
}

/** The person who came, and to which activity. */
export function pastAttendanceIn(
  values: string[],
  mapping: Mapping,
  now: Date,
): { facts: AttendanceFacts | null; activity: ActivityFacts | null; problems: ProblemOfRow[] } {
  const cell = cellsOf(values, mapping)
  const problems = new Problems()
  const facts = attendeeIn(cell, problems)
  const activity = activityIn(cell, facts?.minutes ?? null, problems, now)
  const isGood = problems.found.length === 0
  return { facts: isGood ? facts : null, activity: isGood ? activity : null, problems: problems.found }
}

function attendeeIn(cell: Cells, problems: Problems): AttendanceFacts | null {
  const name = nameIn(cell, problems)
  const phone = phoneIn(cell, problems)
  if (saysAbsent(cell('came'))) problems.add('said-absent', 'came')
  const hours = cell('hours') === '' ? null : numberIn(cell('hours'), /(小时|h|时)$/i)
  if (cell('hours') !== '' && (hours === null || hours * 60 > MAX_MINUTES)) problems.add('minutes-bad', 'hours')
  const heads = cell('heads') === '' ? 1 : numberIn(cell('heads'), /人$/)
  const isHeads = heads !== null && Number.isInteger(heads) && heads >= 1 && heads <= MAX_PARTY
  if (!isHeads) problems.add('heads-bad', 'heads')
  if (name === null || !isHeads) return null
  return { name, phone, minutes: hours === null ? null : Math.round(hours * 60), heads }
}

function activityIn(cell: Cells, minutes: number | null, problems: Problems, now: Date): ActivityFacts | null {
  const title = lineText(cell('title'))
  if (title === '') problems.add('title-missing', 'title')
  else if (title.length < 2 || title.length > 60) problems.add('title-bad', 'title')
  const day =
    cell('day') === '' ? problems.add('day-missing', 'day') : (dayIn(cell('day')) ?? problems.add('day-bad', 'day'))
  const line = choiceIn(cell('line'), LINES) ?? problems.add('line-missing', 'line')
  const theme = choiceIn(cell('theme'), THEMES)
  if (line === 'riders' && theme === null) problems.add('theme-missing', 'theme')
  const ledger =
    cell('ledger') === ''
      ? ledgerOf(line)
      : (choiceIn(cell('ledger'), LEDGERS, ALSO_LEDGERS) ?? problems.add('ledger-unknown', 'ledger'))
  const [from, to] = [timeOf(cell, 'startTime', problems), timeOf(cell, 'endTime', problems)]
  const place = lineText(cell('place'))
  if (place.length > 80) problems.add('text-long', 'place')
  if (title === '' || day === null || line === null || ledger === null) return null
  // Time that nobody noted is not made up in the ledger in which it counts.
  if (ledger === 'service' && minutes === null && (from === null || to === null)) problems.add('time-missing', 'hours')
  if (ledger === 'participation' && minutes !== null && minutes > 0) problems.add('minutes-not-served', 'hours')
  const startsAt = readMoment(`${day}T${from ?? '09:00'}`) ?? ''
  const length = minutes !== null && minutes > 0 ? minutes * 60_000 : USUAL_DURATION
  const endsAt =
    to === null ? new Date(Date.parse(startsAt) + length).toISOString() : (readMoment(`${day}T${to}`) ?? '')
  if (Date.parse(endsAt) > now.getTime()) problems.add('day-ahead', 'day')
  if (checkActivityFacts({ startsAt, endsAt }).endsAt !== undefined) problems.add('end-bad', 'endTime')
  return {
    title,
    day,
    startTime: from,
    startsAt,
    endsAt,
    place: place === '' ? null : place,
    line,
    theme: line === 'riders' ? theme : null,
    ledger,
    unitName: lineText(cell('unit')),
    seriesName: line === 'programmes' ? lineText(cell('series')) : '',
    partnerName: line === 'pairing' ? lineText(cell('partner')) : '',
  }
}

function timeOf(cell: Cells, column: string, problems: Problems): string | null {
  return cell(column) === '' ? null : (timeIn(cell(column)) ?? problems.add('time-bad', column))
}
