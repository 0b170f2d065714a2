import type { PayloadRequest } from 'payload'
import { isUnitInScope, unitScope } from '../../access/unitScope.ts'
import {
  findRows,
  findRowsBy,
  type ActivityRow,
  type ImportedRow,
  type ImportRecord,
  type RegistrationRow,
} from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { isSameName } from '../../domain/attendance/namesakes.ts'
import {
  attendanceIn,
  pastAttendanceIn,
  type ActivityFacts,
  type AttendanceFacts,
} from '../../domain/imports/attendanceRow.ts'
import type { ProblemOfRow } from '../../domain/imports/vocabulary.ts'
import { isCorrected } from '../../domain/seats/history.ts'
import { clockOf, dayOf } from '../../domain/shared/calendar.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { peopleShownOn } from '../identity/namesOnRecords.ts'
import { firstsInFile } from './firstsInFile.ts'
import { unitsByName } from './unitsByName.ts'
import { faulty, type Verdict } from './verdict.ts'

/** An activity that is not there yet, as the first of its rows says it. */
export type NewActivity = Omit<ActivityFacts, 'unitName' | 'seriesName' | 'partnerName'> & {
  unit: string
  series: string | null
  partnerUnit: string | null
}

export interface AttendanceVerdict extends Verdict {
  facts: AttendanceFacts | null
  /** The activity: one that is there, or one to be made. */
  activity: { id: string } | NewActivity | null
  /** Their sign-up, where there is one. */
  registration: string | null
}

/** A row as far as it can be read by itself. */
interface Reading {
  facts: AttendanceFacts | null
  problems: ProblemOfRow[]
  activity: ActivityRow | NewActivity | null
  session: string | null
}

/**
 * Says what becomes of rows of attendances, as the database stands now: of a sheet of one activity, or of past ones. A
 * person is found by the phone, in whichever unit; without one by the name, if exactly one on the list is called so,
 * as the list shows it to who imports.
 *
 * @param req on behalf of who imports
 */
export async function judgeAttendances(
  req: PayloadRequest,
  source: ImportRecord,
  rows: ImportedRow[],
  now: Date,
): Promise<AttendanceVerdict[]> {
  const readings = source.activity
    ? await readSheet(req, source, source.activity, rows)
    : await readPast(req, source, rows, now)
  const people = await findPeople(req, readings)
  const keys = readings.map(({ facts, session }, index) => {
    const person = people[index]?.id
    if (!facts) return null
    return keyedHash('import', JSON.stringify([session, person ?? facts.phone ?? nameText(facts.name)]))
  })
  const faults = readings.map(({ facts, activity }, index) =>
    facts && activity ? problemOf(facts, activity, people[index], now) : null,
  )
  const firsts = await firstsInFile(
    req,
    source.id,
    rows,
    keys.map((key, index) => (faults[index] ? null : key)),
  )
  const signUps = await findSignUps(req, readings, people)
  const scope = await unitScope(req)
  return rows.map((row, index): AttendanceVerdict => {
    const { facts, problems, activity, session } = readings[index] as Reading
    const key = keys[index] ?? null
    const person = people[index]
    const none = { key, session, facts: null, activity: null, registration: null, person: null }
    if (!facts || !activity) return { ...none, ...faulty(...problems) }
    const found = faults[index]
    if (found) return { ...none, ...faulty(found) }
    if (key !== null && firsts.get(key)?.id !== row.id)
      return { ...none, outcome: 'repeated', problems: [{ code: 'repeated' }] }
    const signUp = person && 'id' in activity ? signUps.get(`${activity.id} ${person.id}`) : undefined
    const whose = person && (scope === 'all' || scope.includes(person.unit ?? '') || signUp) ? person.id : null
    if (signUp?.attendance === 'present')
      return { ...none, outcome: 'known', problems: [], person: whose, registration: signUp.id }
    if (signUp?.attendance === 'absent' && isCorrected(signUp.history))
      return { ...none, ...faulty({ code: 'recorded-absent' }) }
    return {
      ...none,
      outcome: 'ready',
      problems: [],
      facts,
      activity: 'id' in activity ? { id: activity.id } : activity,
      person: person?.id ?? null,
      registration: signUp?.id ?? null,
    }
  })
}

function problemOf(
  { name, phone, minutes, heads }: AttendanceFacts,
  activity: ActivityRow | NewActivity,
  person: Found | undefined,
  now: Date,
): ProblemOfRow | null {
  if ('status' in activity && !allows('importSheet', activity, now)) return { code: 'activity-closed' }
  if (minutes !== null && minutes > 0 && activity.ledger !== 'service')
    return { code: 'minutes-not-served', column: 'hours' }
  if (heads > 1 && activity.ledger === 'service') return { code: 'heads-bad', column: 'heads' }
  if (phone === null) return person ? null : { code: 'person-unclear', column: 'phone' }
  return person && !isSameName(person.name, name) ? { code: 'phone-of-another', column: 'phone' } : null
}

async function readSheet(
  req: PayloadRequest,
  source: ImportRecord,
  activityId: string,
  rows: ImportedRow[],
): Promise<Reading[]> {
  const [found] = await findRows(req, 'activities', [activityId])
  const activity = found && (await isUnitInScope(req, found.unit)) ? found : null
  return rows.map(({ values }) => {
    const { facts, problems } = attendanceIn(values ?? [], source.mapping ?? {})
    const isRefused = !activity && problems.length === 0
    return {
      facts,
      problems: isRefused ? [{ code: 'activity-gone' as const }] : problems,
      activity,
      session: keyedHash('import', activityId),
    }
  })
}

async function readPast(req: PayloadRequest, source: ImportRecord, rows: ImportedRow[], now: Date): Promise<Reading[]> {
  const read = rows.map(({ values }) => pastAttendanceIn(values ?? [], source.mapping ?? {}, now))
  const namesOf = (name: 'unitName' | 'partnerName' | 'seriesName'): string[] =>
    read.flatMap(({ activity }) => activity?.[name] || [])
  const units = await unitsByName(req, namesOf('unitName'))
  const partners = await unitsByName(req, namesOf('partnerName'), true)
  const series = await seriesByName(req, namesOf('seriesName'))
  const own = (await isUnitInScope(req, source.unit)) ? source.unit : null
  const placed = read.map(({ facts, activity, problems }): Reading => {
    if (!facts || !activity) return { facts: null, problems, activity: null, session: null }
    const { unitName, seriesName, partnerName, ...rest } = activity
    const unit = unitName === '' ? own : units(unitName)
    const partnerUnit = rest.line === 'pairing' ? partners(partnerName) : null
    const seriesId = rest.line === 'programmes' ? (series.get(seriesName) ?? null) : null
    const found: ProblemOfRow[] = []
    if (unit === null) found.push({ code: 'unit-unknown', column: 'unit' })
    if (unit === 'ambiguous') found.push({ code: 'unit-ambiguous', column: 'unit' })
    if (rest.line === 'pairing' && (partnerUnit === null || partnerUnit === 'ambiguous' || partnerUnit === unit))
      found.push({ code: 'partner-unknown', column: 'partner' })
    if (rest.line === 'programmes' && seriesId === null) found.push({ code: 'series-unknown', column: 'series' })
    if (found.length > 0 || unit === null) return { facts: null, problems: found, activity: null, session: null }
    const session = keyedHash('import', JSON.stringify([unit, rest.title, rest.day, rest.startTime]))
    return { facts, problems: [], activity: { ...rest, unit, partnerUnit, series: seriesId }, session }
  })
  const standing = await findActivities(
    req,
    placed.flatMap(({ activity }) => (activity && !('id' in activity) ? activity : [])),
  )
  return placed.map((reading) => ({
    ...reading,
    activity: reading.activity && !('id' in reading.activity) ? (standing(reading.activity) ?? reading.activity) : null,
  }))
}

async function seriesByName(req: PayloadRequest, names: string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const { docs } = await req.payload.find({
    collection: 'programmes',
    where: { title: { in: [...new Set(names)] } },
    select: { title: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(docs.map(({ id, title }) => [title, id]))
}

/** Of the same unit, title and day, and of the same start where the row says one. */
async function findActivities(
  req: PayloadRequest,
  wanted: NewActivity[],
): Promise<(activity: NewActivity) => ActivityRow | null> {
  const titles = [...new Set(wanted.map(({ title }) => title))]
  const units = [...new Set(wanted.map(({ unit }) => unit))]
  const found =
    titles.length === 0
      ? []
      : (await findRowsBy(req, 'activities', { title: titles }, ['id', 'title', 'unit', 'startsAt'])).filter(
          ({ unit }) => units.includes(unit),
        )
  const alike = ({ unit, title, day, startTime }: NewActivity) =>
    found.find(
      (one) =>
        one.unit === unit &&
        one.title === title &&
        dayOf(one.startsAt) === day &&
        (startTime === null || clockOf(one.startsAt).slice(11) === startTime),
    )
  const rows = await findRows(req, 'activities', [...new Set(wanted.flatMap((one) => alike(one)?.id ?? []))])
  return (activity) => rows.find(({ id }) => id === alike(activity)?.id) ?? null
}

interface Found {
  id: string
  name: string
  unit: string | null
}

/** The person who is meant by each row; undefined for somebody new, or nobody that can be told. */
async function findPeople(req: PayloadRequest, readings: Reading[]): Promise<(Found | undefined)[]> {
  const hashes = readings.flatMap(({ facts }) => (facts?.phone ? keyedHash('phone', facts.phone) : []))
  const holders =
    hashes.length === 0
      ? []
      : await findRowsBy(req, 'people', { phoneHash: [...new Set(hashes)] }, ['id', 'name', 'unit', 'phoneHash'])
  const byHash = new Map(holders.map((person) => [person.phoneHash, person]))
  const lists = new Map<string, Found[]>()
  for (const { facts, activity } of readings)
    if (facts && facts.phone === null && activity && 'id' in activity && !lists.has(activity.id))
      lists.set(activity.id, await peopleOnList(req, activity.id))
  return readings.map(({ facts, activity }) => {
    if (!facts) return undefined
    if (facts.phone !== null) return byHash.get(keyedHash('phone', facts.phone))
    const listed = activity && 'id' in activity ? (lists.get(activity.id) ?? []) : []
    const [only, ...others] = listed.filter(({ name }) => isSameName(name, facts.name))
    return others.length === 0 ? only : undefined
  })
}

/** By the names that the list shows: who stands there as 林** is not found by trying names. */
async function peopleOnList(req: PayloadRequest, activity: string): Promise<Found[]> {
  const rows = (
    await findRowsBy(req, 'registrations', { activity }, [
      'id',
      'person',
      'unit',
      'walkIn',
      'sequence',
      'named',
      'status',
      'mergedInto',
    ])
  ).filter(({ status, mergedInto }) => status !== 'cancelled' && !mergedInto)
  const shown = await peopleShownOn(req, rows)
  return rows.flatMap(({ id, person }) => {
    const seen = shown.get(id)
    return seen && !seen.isErased ? [{ id: person, name: seen.name, unit: seen.unit }] : []
  })
}

/** By `activity person`. */
async function findSignUps(
  req: PayloadRequest,
  readings: Reading[],
  people: (Found | undefined)[],
): Promise<Map<string, Pick<RegistrationRow, 'id' | 'attendance' | 'history'>>> {
  const activities = [...new Set(readings.flatMap(({ activity }) => (activity && 'id' in activity ? activity.id : [])))]
  const asked = [...new Set(people.flatMap((person) => person?.id ?? []))]
  if (activities.length === 0 || asked.length === 0) return new Map()
  const rows = await findRowsBy(req, 'registrations', { activity: activities, person: asked }, [
    'id',
    'activity',
    'person',
    'attendance',
    'history',
  ])
  return new Map(rows.map((row) => [`${row.activity} ${row.person}`, row]))
}

export const isNewActivity = (activity: { id: string } | NewActivity): activity is NewActivity => !('id' in activity)
