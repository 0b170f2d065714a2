import type { Condition, Field, RelationshipField, TextFieldManyValidation } from 'payload'
import { number, text } from 'payload/shared'
import { ownUnit } from '../access/ownSubtree.ts'
import { anyStaffField } from '../access/rules.ts'
import { questionProblems } from '../domain/activities/answers.ts'
import { QUESTION_KINDS, type QuestionKind } from '../domain/activities/vocabulary.ts'
import { MAX_PARTY } from '../domain/shared/requests.ts'
import { LEDGERS, LINES, optionsOf, THEMES, type Line } from '../domain/shared/vocabulary.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { unitField } from './fields.ts'

/**
 * The fields of an activity that a template has as well (src/collections/Templates.ts). Functions, since Payload writes
 * into the fields that it is given.
 */

export const onLine =
  (line: Line): Condition =>
  (data) =>
    data.line === line

const ofKind =
  (...kinds: QuestionKind[]): Condition =>
  (_, sibling) =>
    kinds.includes(sibling.kind)

/**
 * First Payload's own demands on the field, and then what a question must be to be answered. Rows may be anything yet:
 * they are checked by the same run.
 */
const questionRule =
  <Value, Options extends { data: unknown; path: (number | string)[] }>(
    name: keyof ReturnType<typeof questionProblems>,
    own: (value: Value, options: Options) => string | true | Promise<string | true>,
  ) =>
  async (value: Value, options: Options): Promise<string | true> => {
    const answer = await own(value, options)
    if (answer !== true) return answer
    const { questions } = options.data as { questions?: unknown }
    // questions.2.kind, with the number as text.
    const index = Number(options.path.at(-2))
    if (
      !Array.isArray(questions) ||
      !Number.isInteger(index) ||
      questions.some((row) => typeof row !== 'object' || row === null)
    )
      return true
    return questionProblems(questions, index)[name] ?? true
  }

export const titleField = (): Field => ({
  name: 'title',
  type: 'text',
  label: '活动名称',
  required: true,
  minLength: 2,
  maxLength: 60,
  index: true,
})

export const lineRow = (): Field => ({
  type: 'row',
  fields: [
    { name: 'line', type: 'select', label: '活动品牌', required: true, options: optionsOf(LINES), index: true },
    {
      name: 'theme',
      type: 'select',
      label: '主题',
      options: optionsOf(THEMES),
      index: true,
      admin: { condition: onLine('riders') },
    },
    {
      name: 'series',
      type: 'relationship',
      relationTo: 'programmes',
      label: '系列',
      index: true,
      maxDepth: 1,
      admin: { condition: onLine('programmes') },
    },
  ],
})

export const unitRow = (overrides: Partial<RelationshipField> = {}): Field => ({
  type: 'row',
  fields: [
    unitField({ label: '组织单位', defaultValue: ownUnit, ...overrides }),
    {
      name: 'partnerUnit',
      type: 'relationship',
      relationTo: 'units',
      label: '结对单位',
      index: true,
      maxDepth: 1,
      admin: { condition: onLine('pairing'), description: '结对共建的另一方。' },
    },
  ],
})

export const placeRow = (): Field => ({
  type: 'row',
  fields: [
    { name: 'place', type: 'text', label: '地点', required: true, maxLength: 80 },
    {
      name: 'station',
      type: 'relationship',
      relationTo: 'stations',
      label: '先“蜂”空间',
      index: true,
      maxDepth: 1,
    },
  ],
})

export const ledgerField = (): Field => ({
  name: 'ledger',
  type: 'select',
  label: '记录方式',
  required: true,
  defaultValue: 'participation',
  options: optionsOf(LEDGERS),
  admin: {
    description: '参加活动不是志愿服务：人次与服务时长分别统计，不相加。随活动品牌预选，有人登记到场后不能再改。',
  },
})

export const seatsRow = (): Field => ({
  type: 'row',
  fields: [
    {
      name: 'capacity',
      type: 'number',
      label: '名额',
      min: 1,
      max: 100_000,
      admin: { description: '留空表示不限。调低不会取消已报名的人。' },
    },
    { name: 'waitingList', type: 'checkbox', label: '满员后可候补', defaultValue: true },
  ],
})

export const descriptionField = (): Field => ({
  name: 'description',
  type: 'textarea',
  label: '活动内容',
  maxLength: 4000,
})

export const contactRow = (): Field => ({
  type: 'row',
  fields: [
    {
      name: 'leader',
      type: 'text',
      label: '活动负责人',
      maxLength: 40,
      admin: { description: '写入志愿服务记录。' },
    },
    {
      name: 'contact',
      type: 'text',
      label: '咨询方式',
      maxLength: 60,
      admin: { description: '公开显示，请填值班电话，勿填个人号码。' },
    },
  ],
})

/** The values that nearly every activity leaves as they are. */
export const USUAL = { partyLimit: 1, approval: false, selfCheckIn: false } as const

export const partyRow = (): Field => ({
  type: 'row',
  fields: [
    {
      name: 'partyLimit',
      type: 'number',
      label: '一次报名最多人数',
      defaultValue: USUAL.partyLimit,
      min: 1,
      max: MAX_PARTY,
      admin: { description: '大于 1 时可为家人、同伴一起报名，名额要么全有要么候补。志愿服务须逐人报名。' },
    },
    {
      name: 'approval',
      type: 'checkbox',
      label: '报名须审核',
      defaultValue: USUAL.approval,
      admin: { description: '在“报名与到场”里逐条通过或说明原因。' },
    },
  ],
})

export const minimumField = (): Field => ({
  name: 'minimum',
  type: 'number',
  label: '最少人数',
  min: 1,
  max: 100_000,
  access: { read: anyStaffField },
  admin: { description: '不公开。后天以内开始而报名不到此数的，工作台会提醒；留空按名额的三分之一。' },
})

export const selfCheckInField = (): Field => ({
  name: 'selfCheckIn',
  type: 'checkbox',
  label: '可自助签到',
  defaultValue: USUAL.selfCheckIn,
  admin: {
    description: '现场由组织者的屏幕显示每 30 秒更换的签到码，到场的人自愿扫码签到；不采集位置，不拍照。',
  },
})

export const questionsField = (): Field => ({
  name: 'questions',
  type: 'array',
  label: '报名问题',
  labels: { singular: '问题', plural: '问题' },
  admin: { components: { RowLabel: '/questions/QuestionLabel.tsx#QuestionLabel' } },
  maxRows: 20,
  fields: [
    { name: 'origin', type: 'text', hidden: true, access: { read: anyStaffField } },
    { name: 'label', type: 'text', label: '问题', required: true, maxLength: 100 },
    {
      type: 'row',
      fields: [
        {
          name: 'kind',
          type: 'select',
          label: '形式',
          required: true,
          defaultValue: 'text',
          options: optionsOf(QUESTION_KINDS),
        },
        { name: 'required', type: 'checkbox', label: '必填', defaultValue: false },
      ],
    },
    {
      name: 'options',
      type: 'text',
      hasMany: true,
      label: '选项',
      maxLength: 100,
      maxRows: 30,
      validate: questionRule('options', text as TextFieldManyValidation),
      admin: {
        condition: ofKind('select', 'multiselect'),
        placeholder: '填一个选项，按回车',
        description: '每填一个按回车。',
      },
    },
    {
      type: 'row',
      fields: [
        {
          name: 'min',
          type: 'number',
          label: '最少',
          validate: questionRule('min', number),
          admin: {
            step: 0.1,
            condition: ofKind('number', 'text', 'textarea', 'multiselect'),
            description: '数字的大小、文字的字数、多选的项数；留空不限。',
          },
        },
        {
          name: 'max',
          type: 'number',
          label: '最多',
          validate: questionRule('max', number),
          admin: { step: 0.1, condition: ofKind('number', 'text', 'textarea', 'multiselect') },
        },
        {
          name: 'earliest',
          type: 'text',
          label: '最早',
          maxLength: 10,
          ...ofTextKind('symbols'),
          validate: questionRule('earliest', text),
          admin: {
            condition: ofKind('date', 'time'),
            description: '日期如 2026-01-31，时间如 14:00；留空不限。',
          },
        },
        {
          name: 'latest',
          type: 'text',
          label: '最晚',
          maxLength: 10,
          ...ofTextKind('symbols'),
          validate: questionRule('latest', text),
          admin: { condition: ofKind('date', 'time') },
        },
      ],
    },
    {
      type: 'row',
      fields: [
        {
          name: 'showWhen',
          type: 'text',
          label: '只在这个问题',
          maxLength: 100,
          validate: questionRule('showWhen', text),
          admin: { components: { Field: '/questions/Condition.tsx#EarlierQuestion' } },
        },
        {
          name: 'showWhenAnswer',
          type: 'text',
          label: '这样回答时才问',
          maxLength: 100,
          validate: questionRule('showWhenAnswer', text),
          admin: {
            condition: (_, sibling) => Boolean(sibling.showWhen),
            components: { Field: '/questions/Condition.tsx#WantedAnswer' },
          },
        },
      ],
    },
  ],
})
