import { answerInWords, questionKey, type AskedQuestion } from '../activities/answers.ts'
import type { Answers } from '../activities/requests.ts'
import { PERSON_KINDS, type PersonKind } from '../people/vocabulary.ts'
import { isDay, startOfDay } from '../shared/calendar.ts'
import { maskPhone } from '../shared/maskPhone.ts'
import {
  ATTENDANCES,
  REGISTRATION_STATUSES,
  type Attendance,
  type Ledger,
  type RegistrationStatus,
} from '../shared/vocabulary.ts'
import { instantOf, openNames, type Cell, type Column, type Columns } from './columns.ts'

/** A sign-up with what was answered, as it stands on the list of one activity. */
export interface AnswerRow {
  sequence: number | null
  name: string
  volunteerNumber: string
  phone: string
  kinds: PersonKind[]
  status: RegistrationStatus
  size: number
  attendance: Attendance
  /** Heads that came; null while nobody has. */
  came: number | null
  minutes: number | null
  checkedInAt: string | null
  registeredAt: string | null
  answers: Answers
}

/** In the order in which they stand in a file. */
const OF_SIGN_UPS = {
  sequence: { heading: '报名序号', kind: 'number', valueOf: (row) => row.sequence },
  name: { heading: '姓名', kind: 'text', valueOf: (row) => row.name },
  volunteerNumber: { heading: '志愿者编号', kind: 'text', valueOf: (row) => row.volunteerNumber },
  phone: {
    heading: '手机号（部分隐去）',
    kind: 'text',
    valueOf: (row) => (row.phone === '' ? '' : maskPhone(row.phone)),
  },
  fullPhone: { heading: '手机号', kind: 'text', isSensitive: true, valueOf: (row) => row.phone },
  kinds: {
    heading: '身份',
    kind: 'text',
    isSensitive: true,
    valueOf: (row) => row.kinds.map((kind) => PERSON_KINDS[kind]).join('、'),
  },
  status: { heading: '报名', kind: 'text', valueOf: (row) => REGISTRATION_STATUSES[row.status] },
  size: { heading: '人数', kind: 'number', valueOf: (row) => row.size },
  attendance: { heading: '到场情况', kind: 'text', valueOf: (row) => ATTENDANCES[row.attendance] },
  came: { heading: '到场人数', kind: 'number', valueOf: (row) => row.came },
  minutes: { heading: '实际服务时间（分钟）', kind: 'number', valueOf: (row) => row.minutes },
  checkedInAt: { heading: '签到时间', kind: 'time', valueOf: (row) => instantOf(row.checkedInAt) },
  registeredAt: { heading: '报名时间', kind: 'time', valueOf: (row) => instantOf(row.registeredAt) },
} as const satisfies Columns<string, AnswerRow>

/** Chosen by those alone who want them. */
const MORE = ['volunteerNumber', 'came', 'minutes', 'checkedInAt']

export type ExportedQuestion = Pick<AskedQuestion, 'id' | 'label' | 'kind'>

/** The columns of each sign-up, and one for each question; time is that of volunteer service alone. */
export function answerColumns(questions: ExportedQuestion[], ledger: Ledger): Columns<string, AnswerRow> {
  const { minutes: _, ...ofAll } = OF_SIGN_UPS
  return {
    ...(ledger === 'service' ? OF_SIGN_UPS : ofAll),
    ...Object.fromEntries(questions.map((question, index) => [`q:${question.id ?? index}`, columnOf(question)])),
  }
}

/** The columns that are chosen at first. */
export const standardAnswerColumns = (columns: Columns<string, AnswerRow>): string[] =>
  openNames(columns).filter((name) => !MORE.includes(name))

/** Numbers to be added up and days to be sorted by; all else in words, several choices joined. */
function columnOf(question: ExportedQuestion): Column<AnswerRow> {
  const { label: heading, kind } = question
  const of = (valueOf: (answer: Answers[string] | undefined) => Cell) => ({
    heading,
    valueOf: ({ answers }: AnswerRow) => valueOf(answers[questionKey(question)]),
  })
  if (kind === 'number' || kind === 'rating') return { kind: 'number', ...of(numberIn) }
  if (kind === 'date') return { kind: 'date', ...of(dayIn) }
  return { kind: 'text', ...of((answer) => answerInWords(question, answer)) }
}

/** Null where nothing was answered, or something else before the question became one for a number. */
function numberIn(answer: Answers[string] | undefined): number | null {
  const number = typeof answer === 'string' && answer !== '' ? Number(answer) : NaN
  return Number.isFinite(number) ? number : null
}

const dayIn = (answer: Answers[string] | undefined): Date | null =>
  typeof answer === 'string' && isDay(answer) ? startOfDay(answer) : null
