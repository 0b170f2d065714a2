import { openSnapshot } from '../../database/openSnapshot.ts'
import {
  type Address,
  type Names,
  type ParticipationFilter,
  type SignUpFilter,
  type Snapshot,
  type StoredParticipation,
  type StoredSignUp,
} from '../../database/snapshot.ts'
import { answerColumns, type AnswerRow, type ExportedQuestion } from '../../domain/records/answerRow.ts'
import {
  COLUMNS,
  type Column,
  type ColumnName,
  type ParticipationRecord,
} from '../../domain/records/participationRecord.ts'
import { csvFile } from './csvFile.ts'
import { xlsxFile } from './xlsxFile.ts'
import { shownTo } from '../identity/namesOnRecords.ts'

/** An export as plain values: exportParticipations.ts decided before who may see what. */
export type ExportTask = { database: Address; format: 'csv' | 'xlsx' } & (
  | { of: 'participations'; filter: ParticipationFilter; columns: ColumnName[] }
  | { of: 'answers'; filter: SignUpFilter; questions: ExportedQuestion[] }
)

export interface ExportFile {
  /** As many as the file will have. */
  rows: number
  body: AsyncIterable<Uint8Array>
  close: () => Promise<void>
}

/** Rows are counted and read at one moment; each chunk is made when it is asked for. */
export async function openExport(task: ExportTask): Promise<ExportFile> {
  const snapshot = await openSnapshot(task.database)
  try {
    const parts = task.of === 'participations' ? await participations(snapshot, task) : await answers(snapshot, task)
    return { ...parts, close: () => snapshot.close() }
  } catch (error) {
    await snapshot.close()
    throw error
  }
}

type Of<What> = Extract<ExportTask, { of: What }>

async function participations(snapshot: Snapshot, { filter, columns, format }: Of<'participations'>) {
  const rows = await snapshot.countParticipations(filter)
  const names = await snapshot.names()
  const isInScope = scopeOf(filter)
  const records = mapped(snapshot.participations(filter), (row) => recordFrom(row, names, isInScope))
  const asked = columns.map((name): Column => COLUMNS[name])
  return { rows, body: format === 'csv' ? csvFile(records, asked) : xlsxFile('参与记录', records, asked) }
}

async function answers(snapshot: Snapshot, { filter, questions, format }: Of<'answers'>) {
  const rows = await snapshot.countSignUps(filter)
  const isInScope = scopeOf(filter)
  const signUps = mapped(snapshot.signUps(filter), (row) => answerRowFrom(row, isInScope))
  const columns = answerColumns(questions)
  return { rows, body: format === 'csv' ? csvFile(signUps, columns) : xlsxFile('报名名单', signUps, columns) }
}

async function* mapped<From, To>(batches: AsyncIterable<From[]>, change: (row: From) => To): AsyncGenerator<To[]> {
  for await (const batch of batches) yield batch.map(change)
}

function scopeOf({ scope }: Pick<ParticipationFilter, 'scope'>): (unit: string) => boolean {
  const units = scope && new Set(scope)
  return (unit) => units === null || units.has(unit)
}

function recordFrom(
  row: StoredParticipation,
  { units, towns, series, staff }: Names,
  isInScope: (unit: string) => boolean,
): ParticipationRecord {
  const { activity } = row
  const person = row.person && shownTo(row, row.person, isInScope)
  return {
    registrationId: row.id,
    activityId: activity.id,
    title: activity.title,
    line: activity.line,
    theme: activity.theme,
    series: series.get(activity.series ?? '') ?? '',
    ledger: activity.ledger,
    unit: units.get(activity.unit) ?? '',
    town: towns.get(activity.unit) ?? '',
    leader: activity.leader ?? '',
    place: activity.place,
    content: activity.description ?? '',
    startsAt: activity.startsAt,
    endsAt: activity.endsAt,
    // Each is decrypted when a column shows it.
    get name() {
      return person?.name ?? ''
    },
    get phone() {
      return person?.phone ?? ''
    },
    get idNumber() {
      return person?.idNumber ?? ''
    },
    volunteerNumber: person?.volunteerNumber ?? '',
    kinds: person?.kinds ?? [],
    heads: row.came ?? row.size ?? 1,
    minutes: row.minutes,
    minutesSource: row.minutesSource,
    checkedInAt: row.checkedInAt,
    checkedOutAt: row.checkedOutAt,
    evaluation: row.evaluation,
    evaluatedAt: row.evaluatedAt,
    method: row.method,
    recordedBy: staff.get(row.recordedBy ?? '') ?? '',
  }
}

function answerRowFrom(row: StoredSignUp, isInScope: (unit: string) => boolean): AnswerRow {
  const person = row.person && shownTo(row, row.person, isInScope)
  return {
    sequence: row.sequence,
    name: person?.name ?? '',
    phone: person?.phone ?? '',
    status: row.status,
    size: row.size ?? 1,
    attendance: row.attendance,
    registeredAt: row.createdAt,
    answers: row.answers,
  }
}
