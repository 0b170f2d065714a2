import Database from 'libsql'
import type { Condition as Comparison } from '../domain/tallies/contributions.ts'
import {
  BATCH,
  openedAnswers,
  personFrom,
  soundMoment,
  soundNumber,
  townsFrom,
  type Address,
  type Names,
  type ParticipationFilter,
  type SignUpFilter,
  type Snapshot,
  type StoredActivity,
  type StoredParticipation,
  type StoredPerson,
  type StoredSignUp,
} from './snapshot.ts'
import { pathOf, type Stored } from './sqlite.ts'

/** A worker thread may wait for as long as it takes: nobody is answered by it. In milliseconds. */
const BUSY_MS = 5000

/** With a write-ahead log a read transaction sees the file as it stood at its first read, and keeps nobody waiting. */
export function openSqliteSnapshot({ url }: Address): Snapshot {
  const database = new Database(pathOf(url))
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA query_only = ON; BEGIN`)
  const rows = (sql: string, args: Stored[] = []): IterableIterator<Stored[]> =>
    database.prepare<[Stored[]]>(sql).raw(true).iterate(args) as IterableIterator<Stored[]>
  const count = (tables: string, { sql, args }: Condition): number =>
    Number([...rows(`SELECT COUNT(*) FROM ${tables} WHERE ${sql}`, args)][0]?.[0] ?? 0)
  return {
    names: () => Promise.resolve(namesFrom(rows)),
    countParticipations: (filter) => Promise.resolve(count(PARTICIPATIONS, isMeant(filter))),
    participations: (filter) => {
      const { sql, args } = isMeant(filter)
      const selected = `SELECT ${PARTICIPATION}, ${ACTIVITY}, ${PERSON} FROM ${PARTICIPATIONS} ${WITH_PEOPLE}`
      return inBatches(rows(`${selected} WHERE ${sql} ${IN_ORDER}`, args), participationFrom)
    },
    countSignUps: (filter) => Promise.resolve(count('registrations r', isOnList(filter))),
    signUps: (filter) => {
      const { sql, args } = isOnList(filter)
      const selected = `SELECT ${SIGN_UP}, ${PERSON} FROM registrations r ${WITH_PEOPLE}`
      return inBatches(rows(`${selected} WHERE ${sql} ORDER BY r.sequence, r.created_at, r.id`, args), signUpFrom)
    },
    close: () => {
      database.close()
      return Promise.resolve()
    },
  }
}

const ARRIVAL = 'r.id, r.sequence, r.walk_in, r.named, r.size'
const PARTICIPATION = `${ARRIVAL}, r.came, r.minutes, r.minutes_source, r.checked_in_at, r.checked_out_at, r.method,
  r.recorded_by_id, r.evaluation, r.evaluated_at`
const SIGN_UP = `${ARRIVAL}, r.status, r.attendance, r.created_at, r.answers`
const ACTIVITY = `a.id, a.title, a.line, a.theme, a.series_id, a.ledger, a.unit_id, a.leader, a.place, a.description,
  a.starts_at, a.ends_at`
const PERSON = `p.id, p.name, p.phone, p.id_number, p.volunteer_number, p.unit_id, p.erased_at,
  (SELECT json_group_array(value) FROM (SELECT value FROM people_kinds WHERE parent_id = p.id ORDER BY "order"))`

/** As in the tallies (src/domain/tallies/contributions.ts): confirmed and present is one person-time. */
const PARTICIPATIONS = `activities a INDEXED BY activities_starts_at_idx
  CROSS JOIN registrations r INDEXED BY activity_status_sequence_idx
    ON r.activity_id = a.id AND r.status = 'confirmed' AND r.attendance = 'present'`
const WITH_PEOPLE = 'LEFT JOIN people p ON p.id = r.person_id'

/**
 * Activities come in order from their index, so that SQLite sorts the people of one moment at a time: the first row is
 * there at once, and none is kept.
 */
const IN_ORDER = 'ORDER BY a.starts_at, a.id, r.sequence IS NULL, r.sequence, r.id'

/** A condition in SQL, with its values. */
interface Condition {
  sql: string
  args: Stored[]
}

function isMeant({ units, scope, line, theme, from, to, anyOf }: ParticipationFilter): Condition {
  return joined('AND', [
    { sql: "a.status = 'published'", args: [] },
    ...(units ? [within('a.unit_id', units)] : []),
    ...(scope ? [within('r.unit_id', scope)] : []),
    ...(line ? [{ sql: 'a.line = ?', args: [line] }] : []),
    ...(theme ? [{ sql: 'a.theme = ?', args: [theme] }] : []),
    ...(from ? [{ sql: 'a.starts_at >= ?', args: [from] }] : []),
    ...(to ? [{ sql: 'a.starts_at <= ?', args: [to] }] : []),
    ...(anyOf
      ? [
          joined(
            'OR',
            anyOf.map((all) => joined('AND', all.map(comparison))),
          ),
        ]
      : []),
  ])
}

function isOnList({ activity, scope }: SignUpFilter): Condition {
  return joined('AND', [
    { sql: 'r.activity_id = ? AND r.merged_into_id IS NULL', args: [activity] },
    ...(scope ? [within('r.unit_id', scope)] : []),
  ])
}

const within = (column: string, values: string[]): Condition => ({
  sql: `${column} IN (SELECT value FROM json_each(?))`,
  args: [JSON.stringify(values)],
})

function joined(by: 'AND' | 'OR', parts: Condition[]): Condition {
  return { sql: `(${parts.map(({ sql }) => sql).join(` ${by} `)})`, args: parts.flatMap(({ args }) => args) }
}

const OPERATORS: Record<Exclude<Comparison[1], 'in'>, string> = {
  equals: '=',
  greater_than: '>',
  greater_than_equal: '>=',
  less_than: '<',
  less_than_equal: '<=',
}

function comparison([path, operator, value]: Comparison): Condition {
  const column = `a.${path.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`
  if (operator === 'in' || Array.isArray(value)) return within(column, [value].flat().map(String))
  return { sql: `${column} ${OPERATORS[operator]} ?`, args: [value] }
}

async function* inBatches<Row>(rows: Iterable<Stored[]>, from: (stored: Stored[]) => Row): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  for (const row of rows) {
    if (batch.push(from(row)) < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function participationFrom(row: Stored[]): StoredParticipation {
  return {
    ...arrivalFrom(row),
    came: soundNumber(row[5]),
    minutes: soundNumber(row[6]),
    minutesSource: row[7] as StoredParticipation['minutesSource'],
    checkedInAt: soundMoment(row[8]),
    checkedOutAt: soundMoment(row[9]),
    method: row[10] as StoredParticipation['method'],
    recordedBy: row[11] as string | null,
    evaluation: row[12] as StoredParticipation['evaluation'],
    evaluatedAt: soundMoment(row[13]),
    activity: {
      id: row[14] as string,
      title: row[15] as string,
      line: row[16] as StoredActivity['line'],
      theme: row[17] as StoredActivity['theme'],
      series: row[18] as string | null,
      ledger: row[19] as StoredActivity['ledger'],
      unit: row[20] as string,
      leader: row[21] as string | null,
      place: row[22] as string,
      description: row[23] as string | null,
      startsAt: soundMoment(row[24]),
      endsAt: soundMoment(row[25]),
    },
    person: storedPersonFrom(row.slice(26)),
  }
}

function signUpFrom(row: Stored[]): StoredSignUp {
  return {
    ...arrivalFrom(row),
    status: row[5] as StoredSignUp['status'],
    attendance: row[6] as StoredSignUp['attendance'],
    createdAt: soundMoment(row[7]),
    answers: openedAnswers(row[8]),
    person: storedPersonFrom(row.slice(9)),
  }
}

const arrivalFrom = ([id, sequence, walkIn, named, size]: Stored[]) => ({
  id: id as string,
  sequence: soundNumber(sequence),
  walkIn: walkIn === 1,
  named: named === 1,
  size: soundNumber(size),
})

function storedPersonFrom([
  id,
  name,
  phone,
  idNumber,
  volunteerNumber,
  unit,
  erasedAt,
  kinds,
]: Stored[]): StoredPerson | null {
  if (id === null) return null
  return personFrom(
    { name, phone, idNumber },
    {
      volunteerNumber: (volunteerNumber ?? '') as string,
      kinds: JSON.parse(kinds as string) as StoredPerson['kinds'],
      unit: unit as string | null,
      isErased: erasedAt !== null,
    },
  )
}

function namesFrom(rows: (sql: string) => Iterable<Stored[]>): Names {
  const ancestors = new Map<string, string[]>()
  for (const [unit, above] of rows(
    `SELECT parent_id, units_id FROM units_rels WHERE path = 'ancestors' ORDER BY "order"`,
  ))
    ancestors.set(String(unit), [...(ancestors.get(String(unit)) ?? []), String(above)])
  const units = [...rows('SELECT id, name, kind FROM units')].map(([id, name, kind]) => ({
    id: String(id),
    name: String(name),
    kind: String(kind),
    ancestors: ancestors.get(String(id)) ?? [],
  }))
  const named = (sql: string): Map<string, string> =>
    new Map([...rows(sql)].map(([id, name]) => [String(id), String(name)]))
  return {
    units: new Map(units.map(({ id, name }) => [id, name])),
    towns: townsFrom(units),
    series: named('SELECT id, title FROM programmes'),
    staff: named('SELECT id, name FROM staff'),
  }
}
