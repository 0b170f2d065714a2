import { setImmediate as othersTurn } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { answerInWords, questionKey } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { type Column } from '../../domain/records/participationRecord.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import type { AnswersExportQuery } from '../../domain/records/requests.ts'
import {
  ATTENDANCES,
  REGISTRATION_STATUSES,
  type Attendance,
  type RegistrationStatus,
} from '../../domain/shared/vocabulary.ts'
import type { Activity } from '../../payload-types.ts'
import { csvStream } from './csvStream.ts'
import { peopleShownOn } from '../identity/namesOnRecords.ts'
import { xlsxStream } from './xlsxStream.ts'
import { logged, type ExportedFile } from './exportParticipations.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

interface AnswerRow {
  sequence: number | null
  name: string
  phone: string
  status: RegistrationStatus
  size: number
  attendance: Attendance
  registeredAt: string
  answers: Answers
}

const COLUMNS: Column<AnswerRow>[] = [
  { heading: '报名序号', kind: 'number', width: 10, valueOf: (row) => row.sequence },
  { heading: '姓名', kind: 'text', width: 12, valueOf: (row) => row.name },
  {
    heading: '手机号（部分隐去）',
    kind: 'text',
    width: 18,
    valueOf: (row) => (row.phone === '' ? '' : maskPhone(row.phone)),
  },
  { heading: '报名', kind: 'text', width: 10, valueOf: (row) => REGISTRATION_STATUSES[row.status] },
  { heading: '人数', kind: 'number', width: 8, valueOf: (row) => row.size },
  { heading: '到场情况', kind: 'text', width: 10, valueOf: (row) => ATTENDANCES[row.attendance] },
  { heading: '报名时间', kind: 'time', width: 17, valueOf: (row) => new Date(row.registeredAt) },
]

/**
 * One activity's list of sign-ups with what was answered, a column per question: for shirts to order and tables to lay.
 * The audit trail names it before its first byte leaves.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function exportAnswers(
  req: PayloadRequest,
  { activityId, format }: AnswersExportQuery & { activityId: string },
  now: Date,
): Promise<ExportedFile> {
  requireStaff(req)
  const activity = await req.payload.findByID({
    collection: 'activities',
    id: activityId,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  const columns = [...COLUMNS, ...(activity.questions ?? []).map(asColumn)]
  await writeAudit(req, {
    action: 'exported',
    subjectCollection: 'activities',
    subject: activityId,
    details: { format, questions: columns.length - COLUMNS.length },
  })
  const rows = logged(req, answerRows(req, activityId))
  return {
    name: `报名名单-${activity.title}-${dayOf(now)}.${format}`,
    body: format === 'csv' ? csvStream(rows, columns) : xlsxStream('报名名单', rows, columns),
  }
}

function asColumn(question: NonNullable<Activity['questions']>[number]): Column<AnswerRow> {
  if (question.kind === 'number' || question.kind === 'rating') {
    return {
      heading: question.label,
      kind: 'number',
      width: 12,
      valueOf: ({ answers }) => numberIn(answers[questionKey(question)]),
    }
  }
  return {
    heading: question.label,
    kind: 'text',
    width: 24,
    valueOf: ({ answers }) => answerInWords(question, answers[questionKey(question)]),
  }
}

/** To be added up; null where nothing was answered, or something else before the question became one for a number. */
function numberIn(answer: Answers[string] | undefined): number | null {
  const number = typeof answer === 'string' && answer !== '' ? Number(answer) : NaN
  return Number.isFinite(number) ? number : null
}

const PAGE_SIZE = 500

/**
 * In the order of the line as it stood at the beginning: who moves, comes or goes meanwhile is neither left out nor
 * there twice.
 */
async function* answerRows(req: PayloadRequest, activityId: string): AsyncGenerator<AnswerRow> {
  const read = {
    collection: 'registrations',
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  } as const
  const { docs: line } = await req.payload.find({
    ...read,
    where: { activity: { equals: activityId }, mergedInto: { exists: false } },
    select: { sequence: true },
    sort: ['sequence', 'createdAt', 'id'],
  })
  for (let first = 0; first < line.length; first += PAGE_SIZE) {
    // As in participationRecords.ts.
    await othersTurn()
    const ids = line.slice(first, first + PAGE_SIZE).map(({ id }) => id)
    const { docs } = await req.payload.find({
      ...read,
      where: { id: { in: ids } },
      select: {
        person: true,
        status: true,
        sequence: true,
        walkIn: true,
        named: true,
        size: true,
        attendance: true,
        answers: true,
        createdAt: true,
      },
    })
    const people = await peopleShownOn(req, docs)
    const rows = new Map(docs.map((row) => [row.id, row]))
    for (const row of ids.flatMap((id) => rows.get(id) ?? [])) {
      const { id, status, sequence, size, attendance, answers, createdAt } = row
      const { name = '', phone = '' } = people.get(id) ?? {}
      yield {
        sequence: sequence ?? null,
        name,
        phone,
        status,
        size: size ?? 1,
        attendance,
        registeredAt: createdAt,
        answers: (answers ?? {}) as Answers,
      }
    }
  }
}
