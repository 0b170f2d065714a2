import { AUDIENCES } from '../../domain/messages/vocabulary.ts'
import { PERSON_KINDS } from '../../domain/people/vocabulary.ts'
import { answerColumns } from '../../domain/records/answerRow.ts'
import { AUDIT_COLUMNS, SEARCHED, type AuditWords } from '../../domain/records/auditLine.ts'
import { COLUMNS } from '../../domain/records/participationRecord.ts'
import { PERIODS } from '../../domain/records/period.ts'
import { SIGN_UP_FILTER_NAMES } from '../../domain/seats/signUpFilters.ts'
import { ATTENDANCES, AUDIT_ACTIONS, LEDGERS, LINES, THEMES } from '../../domain/shared/vocabulary.ts'
import {
  fieldAt,
  GONE,
  isChinese,
  labelOf,
  valueInWords,
  type WordedField,
  type Wording,
} from '../shared/valueInWords.ts'

/** The details that a line keeps beside who, when and which (src/operations/shared/writeAudit.ts). */
export interface AuditDetails {
  /** Names of the fields that were changed; of an export, of its columns. */
  fields?: string[]
  changes?: Record<string, { before: unknown; after: unknown }>
  /** Of a correction. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Of a contact: which, what it was and became (sealed), and whether its holder has confirmed it. */
  field?: string
  from?: string | null
  to?: string
  confirmed?: boolean
  /** Of a number that was counted again, beside `field`. */
  stored?: number | null
  counted?: number | null
  [fact: string]: unknown
}

/**
 * The details of a line as people read them: no code's name, number of a record or raw value is among them. A fact that
 * nothing here knows is left out.
 */
export async function auditInWords(
  wording: Wording,
  subjectCollection: string | null | undefined,
  details: AuditDetails | null | undefined,
): Promise<AuditWords> {
  const { fields: names = [], changes = {}, before, after, field, stored, counted, from, to, ...rest } = details ?? {}
  const fields = wording.kindOf(subjectCollection ?? '')?.fields ?? []
  const isExport = 'format' in rest
  const isRecount = stored !== undefined || counted !== undefined
  const changed = [
    ...Object.entries(changes).map(([path, change]) => ({ path, ...change })),
    ...Object.keys(after ?? {}).map((path) => ({ path, before: before?.[path], after: after?.[path] })),
    ...(isRecount && field !== undefined ? [{ path: field, before: stored, after: counted }] : []),
  ]
  const words: AuditWords = { changes: [], untold: [], facts: [] }
  for (const change of changed) {
    const one = deepField(fields, change.path)
    words.changes.push({
      label: chineseLabel(one) ?? UNNAMED_FIELD,
      was: await wordsFor(wording, one, change.before),
      is: await wordsFor(wording, one, change.after),
    })
  }
  if (!isExport)
    words.untold = untoldOf(
      fields,
      names.filter((name) => !(name in changes)),
    )
  if (field !== undefined && !isRecount) {
    const label = chineseLabel(fieldAt(fields, field)) ?? UNNAMED_FIELD
    words.facts.push({
      label,
      words: `${rest.confirmed === true ? '本人用验证码更换' : '登记'}，改前和改后的都加密保存，不显示。`,
    })
  }
  const facts = isExport ? { ...rest, fields: names.length === 0 ? null : names, from, to } : rest
  for (const [name, value] of Object.entries(facts)) {
    const label = FACT_LABELS[name]
    if (label === undefined || value === null || value === undefined) continue
    const said = await factInWords(wording, fields, name, value)
    if (said !== null) words.facts.push({ label, words: said })
  }
  return words
}

const UNNAMED_FIELD = '其他内容'

const FACT_LABELS: Record<string, string> = {
  format: '格式',
  period: '时段',
  action: '操作',
  from: '起始日期',
  to: '截止日期',
  unit: '单位',
  line: '活动品牌',
  theme: '主题',
  target: '目标',
  ledger: '记录类别',
  attendance: '到场情况',
  kind: '身份',
  searched: '按此查找',
  show: '筛选',
  fields: '所含字段',
  rows: '行数',
  questions: '问题数',
  recorded: '人数',
  registrations: '人数',
  numbers: '证明编号',
  for: '范围',
  decision: '审核',
  status: '结果',
  into: '并入',
  by: '操作人',
  password: '密码',
  audience: '发给',
  people: '人数',
  content: '内容',
  successor: '接手人',
  drafts: '草稿',
  upcoming: '未结束的活动',
}

const REFERENCES: Record<string, string> = {
  unit: 'units',
  target: 'targets',
  into: 'people',
  by: 'staff',
  successor: 'staff',
}
const FORMATS: Record<string, string> = { csv: 'CSV', xlsx: 'Excel', zip: 'ZIP', pdf: 'PDF', preview: '预览' }
const DECISIONS: Record<string, string> = { approve: '通过', refuse: '不通过' }
const SCOPES: Record<string, string> = { activities: '一场活动', units: '一个单位一段时间' }

const KNOWN: Record<string, Record<string, string>> = {
  format: FORMATS,
  decision: DECISIONS,
  for: SCOPES,
  line: LINES,
  theme: THEMES,
  audience: AUDIENCES,
  ledger: LEDGERS,
  attendance: { ...ATTENDANCES, all: '不限' },
  kind: PERSON_KINDS,
  period: PERIODS,
  action: AUDIT_ACTIONS,
  show: SIGN_UP_FILTER_NAMES,
}
/** Of the columns that files have. */
const HEADINGS: Record<string, string> = Object.fromEntries(
  Object.entries({ ...AUDIT_COLUMNS, ...answerColumns([], 'service'), ...COLUMNS }).map(([name, { heading }]) => [
    name,
    heading,
  ]),
)

/** Null for what has no words. */
async function factInWords(
  wording: Wording,
  fields: WordedField[],
  name: string,
  value: unknown,
): Promise<string | null> {
  if (name === 'fields')
    return [...new Set((value as string[]).map((column) => HEADINGS[column] ?? UNNAMED_FIELD))].join('、')
  if (name === 'searched') return (value as (keyof typeof SEARCHED)[]).map((one) => SEARCHED[one]).join('、')
  if (name === 'password') return value === true ? '由服务器管理员设置' : '由本人通过链接设置'
  const collection = REFERENCES[name]
  if (collection !== undefined) return (await wording.titleOf(collection, String(value))) ?? GONE
  const text = String(value)
  if (name === 'status') return wordsFor(wording, fieldAt(fields, 'status'), value)
  const known = KNOWN[name]
  if (known) return known[text] ?? null
  return Array.isArray(value) ? value.join('、') : typeof value === 'object' ? null : text
}

/** A value of a field that is there no more may be anything. */
const wordsFor = async (wording: Wording, field: WordedField | undefined, value: unknown): Promise<string> =>
  field || value === null || value === undefined || typeof value === 'number'
    ? valueInWords(wording, field, value)
    : '（此项已取消，不显示）'

/** Of a group the trail names the field in it alone. */
const deepField = (fields: WordedField[], path: string): WordedField | undefined =>
  fieldAt(fields, path) ??
  fields.flatMap((one) => (one.type === 'group' ? (one.flattenedFields ?? []) : [])).find(({ name }) => name === path)

/** A label that Payload made of the field's own name is none. */
function chineseLabel(field: WordedField | undefined): string | null {
  const label = labelOf(field)
  return label !== null && isChinese(label) ? label : null
}

function untoldOf(fields: WordedField[], names: string[]): string[] {
  const labels = names.flatMap((name) => {
    const field = fieldAt(fields, name)
    return field?.type === 'group' ? [] : [name === 'password' ? '密码' : (chineseLabel(field) ?? UNNAMED_FIELD)]
  })
  return [...new Set(labels)]
}
