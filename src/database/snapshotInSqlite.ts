import Database from 'libsql'
import type { Condition as Comparison } from '../domain/tallies/contributions.ts'
import {
  BATCH,
  openedJson,
  openedText,
  personFrom,
  soundMoment,
  soundNumber,
  townsFrom,
  type Address,
  type AuditFilter,
  type Names,
  type ParticipationFilter,
  type SignUpFilter,
  type Snapshot,
  type StoredAuditLine,
  type StoredActivity,
  type StoredParticipation,
  type StoredPerson,
  type StoredSignUp,
  type StoredTitle,
  type TitledKind,
} from './snapshot.ts'
import { pathOf, tableOf, type Stored } from './sqlite.ts'

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
    signUps: (filter) => {
      const { sql, args } = isOnList(filter)
      const selected = `SELECT ${SIGN_UP}, ${PERSON} FROM registrations r ${WITH_PEOPLE}`
      return inBatches(rows(`${selected} WHERE ${sql} ORDER BY r.sequence, r.created_at, r.id`, args), signUpFrom)
    },
    countAudit: (filter) => Promise.resolve(count('audit l', isSearched(filter))),
    auditLines: (filter) => {
      const { sql, args } = isSearched(filter)
      return inBatches(
        rows(`SELECT ${AUDIT_LINE} FROM audit l WHERE ${sql} ORDER BY l.created_at DESC, l.id`, args),
        lineFrom,
      )
    },
    titles: (kind, ids) => Promise.resolve(titlesFrom(rows, kind, ids)),
    close: () => {
      database.close()
      return Promise.resolve()
    },
  }
}

const ARRIVAL = 'r.id, r.sequence, r.walk_in, r.named, r.size'
const PARTICIPATION = `${ARRIVAL}, r.came, r.minutes, r.minutes_source, r.checked_in_at, r.checked_out_at, r.method,
  r.recorded_by_id, r.evaluation, r.evaluated_at, r.attendance, r.recorded_through`
const SIGN_UP = `${ARRIVAL}, r.status, r.attendance, r.created_at, r.answers, r.came, r.minutes, r.checked_in_at`
const ACTIVITY = `a.id, a.title, a.line, a.theme, a.series_id, a.ledger, a.unit_id, a.leader, a.place, a.description,
  a.starts_at, a.ends_at`
const PERSON = `p.id, p.name, p.phone, p.id_number, p.volunteer_number, p.unit_id, p.erased_at,
  (SELECT json_group_array(value) FROM (SELECT value FROM people_kinds WHERE parent_id = p.id ORDER BY "order"))`

const PARTICIPATIONS = `activities a INDEXED BY activities_starts_at_idx
  CROSS JOIN registrations r INDEXED BY activity_status_sequence_idx
    ON r.activity_id = a.id AND r.status = 'confirmed'`
const AUDIT_LINE = 'l.id, l.created_at, l.action, l.actor_name, l.subject_collection, l.subject, l.reason, l.details'
const WITH_PEOPLE = 'LEFT JOIN people p ON p.id = r.person_id'

/**
 * Activities come in order from their index, so that SQLite sorts the people of one moment at a time: the first row is
 * there at once, and none is kept.
 */
const IN_ORDER = 'ORDER BY a.starts_at, a.id, r.sequence IS NULL, r.sequence, r.id'

const IS_OF_KIND = 'EXISTS (SELECT 1 FROM people_kinds k WHERE k.parent_id = r.person_id AND k.value = ?)'

/** A condition in SQL, with its values. */
interface Condition {
  sql: string
  args: Stored[]
}

function isMeant({
  units,
  scope,
  line,
  theme,
  ledger,
  attendance,
  kind,
  from,
  to,
  anyOf,
}: ParticipationFilter): Condition {
  return joined('AND', [
    { sql: "a.status = 'published'", args: [] },
    ...(units ? [within('a.unit_id', units)] : []),
    ...(scope ? [within('r.unit_id', scope)] : []),
    ...(line ? [{ sql: 'a.line = ?', args: [line] }] : []),
    ...(theme ? [{ sql: 'a.theme = ?', args: [theme] }] : []),
    ...(ledger ? [{ sql: 'a.ledger = ?', args: [ledger] }] : []),
    ...(attendance ? [{ sql: 'r.attendance = ?', args: [attendance] }] : []),
    ...(kind ? [{ sql: IS_OF_KIND, args: [kind] }] : []),
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

function isSearched({ words, action, from, to, about }: AuditFilter): Condition {
  return joined('AND', [
    { sql: 'TRUE', args: [] },
    ...words.map((word) => ({ sql: 'instr(lower(l.actor_name), lower(?)) > 0', args: [word] })),
    ...(action ? [{ sql: 'l.action = ?', args: [action] }] : []),
    ...(from ? [{ sql: 'l.created_at >= ?', args: [from] }] : []),
    ...(to ? [{ sql: 'l.created_at <= ?', args: [to] }] : []),
    ...about.map(({ subjects, actors }) => joined('OR', [within('l.subject', subjects), within('l.actor', actors)])),
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

const columnOf = (path: string): string =>
  path.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function comparison([path, operator, value]: Comparison): Condition {
  const column = `a.${columnOf(path)}`
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
    recordedThrough: openedText(row[15]),
    evaluation: row[12] as StoredParticipation['evaluation'],
    evaluatedAt: soundMoment(row[13]),
    attendance: row[14] as StoredParticipation['attendance'],
    activity: {
      id: row[16] as string,
      title: row[17] as string,
      line: row[18] as StoredActivity['line'],
      theme: row[19] as StoredActivity['theme'],
      series: row[20] as string | null,
      ledger: row[21] as StoredActivity['ledger'],
      unit: row[22] as string,
      leader: row[23] as string | null,
      place: row[24] as string,
      description: row[25] as string | null,
      startsAt: soundMoment(row[26]),
      endsAt: soundMoment(row[27]),
    },
    person: storedPersonFrom(row.slice(28)),
  }
}

function signUpFrom(row: Stored[]): StoredSignUp {
  return {
    ...arrivalFrom(row),
    status: row[5] as StoredSignUp['status'],
    attendance: row[6] as StoredSignUp['attendance'],
    createdAt: soundMoment(row[7]),
    answers: openedJson(row[8]),
    came: soundNumber(row[9]),
    minutes: soundNumber(row[10]),
    checkedInAt: soundMoment(row[11]),
    person: storedPersonFrom(row.slice(12)),
  }
}

const arrivalFrom = ([id, sequence, walkIn, named, size]: Stored[]) => ({
  id: id as string,
  sequence: soundNumber(sequence),
  walkIn: walkIn === 1,
  named: named === null ? null : named === 1,
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

function lineFrom([id, createdAt, action, actorName, kind, subject, reason, details]: Stored[]): StoredAuditLine {
  return {
    id: id as string,
    createdAt: createdAt as string,
    action: action as StoredAuditLine['action'],
    actorName: actorName as string | null,
    subjectCollection: kind as string | null,
    subject: subject as string | null,
    reason: reason === null ? null : openedText(reason),
    details: openedJson(details),
  }
}

function titlesFrom(
  rows: (sql: string, args: Stored[]) => Iterable<Stored[]>,
  { slug, field, hasActivity }: TitledKind,
  ids: string[],
): Map<string, StoredTitle> {
  const title = field === null ? 'NULL' : `t.${columnOf(field)}`
  const holder = slug === 'people' ? 't.id' : 't.person_id'
  const sql = `SELECT t.id, ${title}, ${hasActivity ? 't.activity_id' : 'NULL'}, ${PERSON} FROM ${tableOf(slug)} t
    LEFT JOIN people p ON ${field === null ? `p.id = ${holder}` : 'FALSE'}
    WHERE t.id IN (SELECT value FROM json_each(?))`
  return new Map(
    [...rows(sql, [JSON.stringify(ids)])].map(([id, stored, activity, ...person]) => [
      String(id),
      {
        title: stored === null ? null : openedText(stored),
        person: storedPersonFrom(person),
        activity: activity as string | null,
      },
    ]),
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
