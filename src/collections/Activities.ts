import type { CollectionConfig, Condition, NumberField, TextFieldManyValidation } from 'payload'
import { number, text } from 'payload/shared'
import { listOwnSubtree, ownUnit } from '../access/ownSubtree.ts'
import { anyOf, anyStaff, anyStaffField, department, nobodyField, staffInScope } from '../access/rules.ts'
import { questionProblems } from '../domain/activities/answers.ts'
import { MAX_PARTY } from '../domain/shared/requests.ts'
import { ACTIVITY_STATUSES, LEDGERS, LINES, optionsOf, THEMES, type Line } from '../domain/shared/vocabulary.ts'
import { PUBLIC_STATUSES, QUESTION_KINDS, type QuestionKind } from '../domain/activities/vocabulary.ts'
import {
  checkActivity,
  fillLedger,
  joinRecurrence,
  keepToState,
  noticeChange,
  settledFromStart,
} from '../hooks/activities/activities.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { keepAnsweredQuestions } from '../hooks/activities/keepAnsweredQuestions.ts'
import { markChanged, protectFields } from '../hooks/shared/protectFields.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { settleActivityAfterChange, showCounters, withdrawActivityBeforeDelete } from '../hooks/activities/settle.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { bookkeepingFields, counterField, unitField } from './fields.ts'

const onLine =
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

const date = {
  pickerAppearance: 'dayAndTime' as const,
  displayFormat: 'yyyy-MM-dd HH:mm',
  timeFormat: 'HH:mm',
  timeIntervals: 15,
}

/** A column of the list; on the activity's own page the panel above the form shows it. */
const shownAbove = (field: NumberField): NumberField => ({ ...field, admin: { ...field.admin, hidden: true } })

const kept = { hidden: true, access: { create: nobodyField, read: nobodyField, update: nobodyField } }

const withCell = (field: NumberField, Cell: string): NumberField => ({
  ...field,
  admin: { ...field.admin, components: { Cell } },
})

export const Activities: CollectionConfig = {
  slug: 'activities',
  custom: { insteadOfDelete: '如不再举办，请把状态改为“已取消”。' },
  labels: { singular: '活动', plural: '活动' },
  defaultSort: '-startsAt',
  admin: {
    group: '活动',
    useAsTitle: 'title',
    defaultColumns: ['title', 'line', 'unit', 'startsAt', 'status', 'taken', 'free', 'present'],
    listSearchableFields: ['title', 'place'],
    baseFilter: listOwnSubtree(),
    components: {
      views: {
        edit: {
          signUps: {
            Component: '/signUps/SignUpsView.tsx#SignUpsView',
            path: '/sign-ups',
            tab: { label: '报名与到场', href: '/sign-ups', order: 200 },
          },
        },
      },
    },
  },
  access: {
    read: anyOf(staffInScope(), () => ({ status: { in: PUBLIC_STATUSES } })),
    create: anyStaff,
    update: staffInScope(),
    delete: anyOf(department, staffInScope()),
  },
  hooks: {
    beforeOperation: [fillLedger],
    beforeValidate: [requireUnitInScope],
    beforeChange: [
      checkActivity,
      keepToState,
      keepAnsweredQuestions,
      protectFields({
        kept: {
          taken: 0,
          waiting: 0,
          present: 0,
          minutes: 0,
          lastSequence: 0,
          free: null,
          counted: null,
          notice: null,
          untold: null,
          reminded: null,
          seriesKey: null,
        },
      }),
      joinRecurrence,
      noticeChange,
      markChanged({ unsettled: true }),
      settledFromStart,
    ],
    afterChange: [settleActivityAfterChange, auditChange, showCounters],
    beforeDelete: [withdrawActivityBeforeDelete],
    afterDelete: [auditDelete],
  },
  fields: [
    {
      name: 'publishing',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/publishing/Publishing.tsx#Publishing' } },
    },
    {
      name: 'recurrencePanel',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/recurrence/RecurrencePanel.tsx#RecurrencePanel' } },
    },
    {
      type: 'tabs',
      tabs: [
        {
          label: '活动信息',
          fields: [
            {
              name: 'title',
              type: 'text',
              label: '活动名称',
              required: true,
              minLength: 2,
              maxLength: 60,
              index: true,
            },
            {
              type: 'row',
              fields: [
                {
                  name: 'line',
                  type: 'select',
                  label: '活动品牌',
                  required: true,
                  options: optionsOf(LINES),
                  index: true,
                },
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
            },
            {
              type: 'row',
              fields: [
                unitField({ label: '组织单位', defaultValue: ownUnit }),
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
            },
            {
              type: 'row',
              fields: [
                { name: 'startsAt', type: 'date', label: '开始时间', required: true, index: true, admin: { date } },
                { name: 'endsAt', type: 'date', label: '结束时间', required: true, index: true, admin: { date } },
              ],
            },
            {
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
            },
            {
              name: 'ledger',
              type: 'select',
              label: '记录方式',
              required: true,
              defaultValue: 'participation',
              options: optionsOf(LEDGERS),
              admin: {
                description:
                  '参加活动不是志愿服务：人次与服务时长分别统计，不相加。随活动品牌预选，有人登记到场后不能再改。',
              },
            },
            {
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
            },
            { name: 'description', type: 'textarea', label: '活动内容', maxLength: 4000 },
            {
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
            },
          ],
        },
        {
          label: '报名设置',
          fields: [
            {
              type: 'row',
              fields: [
                {
                  name: 'partyLimit',
                  type: 'number',
                  label: '一次报名最多人数',
                  defaultValue: 1,
                  min: 1,
                  max: MAX_PARTY,
                  admin: { description: '大于 1 时可为家人、同伴一起报名，名额要么全有要么候补。志愿服务须逐人报名。' },
                },
                {
                  name: 'approval',
                  type: 'checkbox',
                  label: '报名须审核',
                  defaultValue: false,
                  admin: { description: '在“报名与到场”里逐条通过或说明原因。' },
                },
              ],
            },
            {
              type: 'row',
              fields: [
                {
                  name: 'registrationOpensAt',
                  type: 'date',
                  label: '报名开始',
                  admin: { date, description: '留空表示发布后即可报名。' },
                },
                {
                  name: 'registrationClosesAt',
                  type: 'date',
                  label: '报名截止',
                  index: true,
                  admin: { date, description: '留空表示活动开始时截止。' },
                },
              ],
            },
            {
              name: 'selfCheckIn',
              type: 'checkbox',
              label: '可自助签到',
              defaultValue: false,
              admin: {
                description: '现场由组织者的屏幕显示每 30 秒更换的签到码，到场的人自愿扫码签到；不采集位置，不拍照。',
              },
            },
            {
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
            },
          ],
        },
        {
          label: '开展情况',
          fields: [
            {
              name: 'outcome',
              type: 'group',
              label: '本场情况',
              fields: [
                {
                  type: 'row',
                  fields: [
                    {
                      name: 'visits',
                      type: 'number',
                      label: '走访人次',
                      defaultValue: 0,
                      min: 0,
                      max: 100_000,
                      admin: { condition: onLine('pairing') },
                    },
                    {
                      name: 'matters',
                      type: 'number',
                      label: '办结身边事、关键事',
                      defaultValue: 0,
                      min: 0,
                      max: 100_000,
                      admin: { condition: onLine('pairing') },
                    },
                  ],
                },
                { name: 'summary', type: 'textarea', label: '开展情况', maxLength: 2000 },
              ],
            },
          ],
        },
      ],
    },
    {
      name: 'status',
      type: 'select',
      label: '状态',
      required: true,
      defaultValue: 'draft',
      options: optionsOf(ACTIVITY_STATUSES),
      index: true,
      // Changed by the buttons above the form, which say what goes with it.
      admin: { position: 'sidebar', readOnly: true, disableBulkEdit: true },
    },
    {
      name: 'cancelReason',
      type: 'text',
      label: '取消原因',
      maxLength: 200,
      admin: { position: 'sidebar', condition: (data) => data.status === 'cancelled', description: '公开显示。' },
    },
    shownAbove(counterField('taken', '已报名')),
    shownAbove(counterField('waiting', '候补')),
    shownAbove(
      withCell(
        counterField('free', '剩余名额', '空白表示不限；负数表示超出调低后的名额。', null),
        '/activities/FreeCell.tsx#FreeCell',
      ),
    ),
    shownAbove(counterField('present', '到场人次')),
    shownAbove({ ...counterField('minutes', '服务时长（分钟）'), index: false }),
    { ...counterField('lastSequence', '报名序号'), index: false, hidden: true },
    // The news that everyone signed up has to hear; its id while that is still to be queued; which reminders are.
    // docs/messages.md.
    { name: 'notice', type: 'json', ...kept },
    { name: 'untold', type: 'text', index: true, ...kept },
    { name: 'reminded', type: 'json', ...kept },
    { name: 'seriesKey', type: 'text', index: true, ...kept },
    ...bookkeepingFields,
  ],
}
