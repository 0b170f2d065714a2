import { openSnapshot } from '../../database/openSnapshot.ts'
import type {
  Address,
  AuditFilter,
  Names,
  ParticipationFilter,
  SignUpFilter,
  Snapshot,
  StoredParticipation,
  StoredSignUp,
} from '../../database/snapshot.ts'
import { answerColumns, type AnswerRow, type ExportedQuestion } from '../../domain/records/answerRow.ts'
import { AUDIT_COLUMNS, type AuditColumn } from '../../domain/records/auditLine.ts'
import type { Column, Columns } from '../../domain/records/columns.ts'
import { COLUMNS, type ColumnName, type ParticipationRecord } from '../../domain/records/participationRecord.ts'
import { SIGN_UP_FILTERS, type SignUpFilterName } from '../../domain/seats/signUpFilters.ts'
import type { Ledger } from '../../domain/shared/vocabulary.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import { registrationContribution } from '../../domain/tallies/contributions.ts'
import { auditLineInWords } from './auditLineInWords.ts'
import { certificateFiles, type CertificateTask } from './certificateFiles.ts'
import { csvFile } from './csvFile.ts'
import { previewFile } from './previewFile.ts'
import { wordingAtOneMoment, type PlainKind } from './wordingAtOneMoment.ts'
import { xlsxFile } from './xlsxFile.ts'
import { recorderInWords, shownTo } from '../identity/namesOnRecords.ts'

/** An export as plain values: who may see what was decided before (exportParticipations.ts and its neighbours). */
export type ExportTask =
  | CertificateTask
  | ({ database: Address; format: 'csv' | 'xlsx' | 'preview' } & (
      | { of: 'participations'; filter: ParticipationFilter; columns: ColumnName[] }
      | {
          of: 'answers'
          filter: SignUpFilter
          /** Null for all of the list, those who cancelled among them. */
          show: SignUpFilterName | null
          /** A part of the name; empty for all. */
          name: string
          questions: ExportedQuestion[]
          ledger: Ledger
          columns: string[]
        }
      | { of: 'audit'; filter: AuditFilter; columns: AuditColumn[]; kinds: PlainKind[] }
    ))

export interface ExportFile {
  /** As many as the file will have. */
  rows: number
  body: AsyncIterable<Uint8Array>
  close: () => Promise<void>
}

/** Rows are counted and read at one moment; each chunk is made when it is asked for. */
export async function openExport(task: ExportTask): Promise<ExportFile> {
  if (task.of === 'certificates') return { ...certificateFiles(task), close: () => Promise.resolve() }
  const snapshot = await openSnapshot(task.database)
  try {
    const parts =
      task.of === 'participations'
        ? await participations(snapshot, task)
        : task.of === 'answers'
          ? await answers(snapshot, task)
          : await auditLines(snapshot, task)
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
  return { rows, body: written(format, '参与记录', records, asked(COLUMNS, columns)) }
}

async function answers(snapshot: Snapshot, task: Of<'answers'>) {
  const { filter, show, name, questions, ledger, columns, format } = task
  const isInScope = scopeOf(filter)
  const wanted = (row: StoredSignUp): boolean =>
    (show === null || SIGN_UP_FILTERS[show](row)) &&
    (name === '' || nameText(answerRowFrom(row, isInScope).name).includes(name))
  let rows = 0
  for await (const batch of snapshot.signUps(filter)) rows += batch.filter(wanted).length
  const signUps = mapped(chosen(snapshot.signUps(filter), wanted), (row) => answerRowFrom(row, isInScope))
  return { rows, body: written(format, '报名名单', signUps, asked(answerColumns(questions, ledger), columns)) }
}

async function auditLines(snapshot: Snapshot, { filter, columns, kinds, format }: Of<'audit'>) {
  const rows = await snapshot.countAudit(filter)
  const wording = await wordingAtOneMoment(snapshot, kinds)
  async function* lines() {
    for await (const batch of snapshot.auditLines(filter))
      yield await Promise.all(batch.map((line) => auditLineInWords(wording, line)))
  }
  return { rows, body: written(format, '操作留痕', lines(), asked(AUDIT_COLUMNS, columns)) }
}

const asked = <Name extends string, Row>(columns: Columns<Name, Row>, names: Name[]): Column<Row>[] =>
  names.map((name) => columns[name])

function written<Row>(
  format: 'csv' | 'xlsx' | 'preview',
  name: string,
  batches: AsyncIterable<Row[]>,
  columns: Column<Row>[],
): AsyncIterable<Uint8Array> {
  if (format === 'preview') return previewFile(batches, columns)
  return format === 'csv' ? csvFile(batches, columns) : xlsxFile(name, batches, columns)
}

async function* mapped<From, To>(batches: AsyncIterable<From[]>, change: (row: From) => To): AsyncGenerator<To[]> {
  for await (const batch of batches) yield batch.map(change)
}

/** No batch is empty: an empty one would be the end. */
async function* chosen<Row>(batches: AsyncIterable<Row[]>, isWanted: (row: Row) => boolean): AsyncGenerator<Row[]> {
  for await (const batch of batches) {
    const some = batch.filter(isWanted)
    if (some.length > 0) yield some
  }
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
    attendance: row.attendance,
    // A row of the export is a place that is confirmed.
    heads: registrationContribution({ ...row, status: 'confirmed' }).present,
    minutes: row.minutes,
    minutesSource: row.minutesSource,
    checkedInAt: row.checkedInAt,
    checkedOutAt: row.checkedOutAt,
    evaluation: row.evaluation,
    evaluatedAt: row.evaluatedAt,
    method: row.method,
    recordedBy: recorderInWords(staff.get(row.recordedBy ?? '') ?? '', row.recordedThrough),
  }
}

function answerRowFrom(row: StoredSignUp, isInScope: (unit: string) => boolean): AnswerRow {
  const person = row.person && shownTo(row, row.person, isInScope)
  return {
    sequence: row.sequence,
    name: person?.name ?? '',
    volunteerNumber: person?.volunteerNumber ?? '',
    phone: person?.phone ?? '',
    kinds: person?.kinds ?? [],
    status: row.status,
    size: row.size ?? 1,
    attendance: row.attendance,
    came: registrationContribution(row).present || null,
    minutes: row.minutes,
    checkedInAt: row.checkedInAt,
    registeredAt: row.createdAt,
    answers: row.answers,
  }
}
