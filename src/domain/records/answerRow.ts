import { answerInWords, questionKey, type AskedQuestion } from '../activities/answers.ts'
import type { Answers } from '../activities/requests.ts'
import { maskPhone } from '../shared/maskPhone.ts'
import { ATTENDANCES, REGISTRATION_STATUSES, type Attendance, type RegistrationStatus } from '../shared/vocabulary.ts'
import type { Column } from './participationRecord.ts'

/** A sign-up with what was answered, as it stands on the list of one activity. */
export interface AnswerRow {
  sequence: number | null
  name: string
  phone: string
  status: RegistrationStatus
  size: number
  attendance: Attendance
  registeredAt: string | null
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
  {
    heading: '报名时间',
    kind: 'time',
    width: 17,
    valueOf: ({ registeredAt }) => (registeredAt === null ? null : new Date(registeredAt)),
  },
]

export type ExportedQuestion = Pick<AskedQuestion, 'id' | 'label' | 'kind'>

/** The columns of each sign-up, and one for each question. */
export const answerColumns = (questions: ExportedQuestion[]): Column<AnswerRow>[] => [
  ...COLUMNS,
  ...questions.map(asColumn),
]

function asColumn(question: ExportedQuestion): Column<AnswerRow> {
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
