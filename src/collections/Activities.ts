import type { CollectionConfig, NumberField } from 'payload'
import { listOwnSubtree } from '../access/ownSubtree.ts'
import { anyOf, anyStaff, anyStaffField, department, nobodyField, staffInScope } from '../access/rules.ts'
import { ACTIVITY_STATUSES, optionsOf } from '../domain/shared/vocabulary.ts'
import { CHANGE_REASON, MAX_REASON } from '../domain/activities/activityRules.ts'
import { PUBLIC_STATUSES } from '../domain/activities/vocabulary.ts'
import {
  checkActivity,
  fillLedger,
  joinRecurrence,
  keepToState,
  noteOutcome,
  noticeChange,
  settledFromStart,
  takeCover,
} from '../hooks/activities/activities.ts'
import { keepResponsible, readResponsibleName } from '../hooks/activities/responsible.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { keepAnsweredQuestions } from '../hooks/activities/keepAnsweredQuestions.ts'
import { markChanged, protectFields } from '../hooks/shared/protectFields.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { settleActivityAfterChange, showCounters, withdrawActivityBeforeDelete } from '../hooks/activities/settle.ts'
import {
  contactRow,
  descriptionField,
  ledgerField,
  lineRow,
  minimumField,
  onLine,
  partyRow,
  placeRow,
  questionsField,
  seatsRow,
  selfCheckInField,
  titleField,
  unitRow,
  USUAL,
} from './activityFields.ts'
import { bookkeepingFields, counterField, staffField } from './fields.ts'

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
    defaultColumns: ['title', 'line', 'unit', 'responsibleName', 'startsAt', 'status', 'taken', 'free', 'present'],
    listSearchableFields: ['title', 'place'],
    baseFilter: listOwnSubtree(),
    components: {
      beforeListTable: ['/publishing/ListTools.tsx#ListTools'],
      views: {
        edit: {
          signUps: {
            Component: '/signUps/SignUpsView.tsx#SignUpsView',
            path: '/sign-ups',
            tab: { label: '报名与到场', href: '/sign-ups', order: 200 },
          },
          broadcasts: {
            Component: '/messages/BroadcastsView.tsx#BroadcastsView',
            path: '/broadcasts',
            tab: { label: '群发消息', href: '/broadcasts', order: 210 },
          },
        },
      },
    },
  },
  // For its name, which lists show.
  forceSelect: { responsible: true },
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
      keepResponsible,
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
          recordedAt: null,
          reminded: null,
          toldNews: null,
          seriesKey: null,
          cover: null,
        },
      }),
      joinRecurrence,
      takeCover,
      noteOutcome,
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
    // Why it is moved: told to everybody signed up, kept in the notice (src/hooks/activities/activities.ts).
    {
      name: CHANGE_REASON,
      type: 'text',
      label: '变更原因',
      virtual: true,
      maxLength: MAX_REASON,
      admin: {
        disableListColumn: true,
        disableListFilter: true,
        disableBulkEdit: true,
        components: { Field: '/publishing/ChangeReason.tsx#ChangeReason' },
      },
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
            titleField(),
            lineRow(),
            unitRow(),
            {
              type: 'row',
              fields: [
                { name: 'startsAt', type: 'date', label: '开始时间', required: true, index: true, admin: { date } },
                { name: 'endsAt', type: 'date', label: '结束时间', required: true, index: true, admin: { date } },
              ],
            },
            placeRow(),
            seatsRow(),
            ledgerField(),
            questionsField(),
            descriptionField(),
            {
              name: 'coverPanel',
              type: 'ui',
              admin: { disableListColumn: true, components: { Field: '/covers/CoverField.tsx#CoverField' } },
            },
            contactRow(),
            {
              type: 'collapsible',
              label: '报名审核、报名起止、多人报名、自助签到、最少人数',
              admin: {
                components: {
                  Field: { path: '/publishing/RarelyChanged.tsx#RarelyChanged', clientProps: { usual: USUAL } },
                },
              },
              fields: [
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
                partyRow(),
                minimumField(),
                selfCheckInField(),
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
    // Changed in the form, or by handing over all of one account (src/operations/activities/handOver.ts).
    staffField('responsible', '负责人', {
      index: true,
      admin: {
        position: 'sidebar',
        readOnly: false,
        disableBulkEdit: true,
        description: '承办这场活动的工作人员，不公开；离岗时可在其账号页交接给同事。',
        components: { Field: '/staff/Responsible.tsx#Responsible' },
      },
    }),
    {
      name: 'responsibleName',
      type: 'text',
      label: '负责人',
      virtual: true,
      access: { read: anyStaffField },
      admin: { hidden: true, disableListFilter: true, disableBulkEdit: true },
      hooks: { afterRead: [readResponsibleName] },
    },
    shownAbove(withCell(counterField('taken', '已报名'), '/activities/SignUpsCell.tsx#SignUpsCell')),
    shownAbove(withCell(counterField('waiting', '候补'), '/activities/SignUpsCell.tsx#SignUpsCell')),
    shownAbove(
      withCell(
        counterField('free', '剩余名额', '空白表示不限；负数表示超出调低后的名额。', null),
        '/activities/FreeCell.tsx#FreeCell',
      ),
    ),
    shownAbove(withCell(counterField('present', '到场人次'), '/activities/SignUpsCell.tsx#SignUpsCell')),
    shownAbove({ ...counterField('minutes', '服务时长（分钟）'), index: false }),
    { ...counterField('lastSequence', '报名序号'), index: false, hidden: true },
    // When somebody first wrote down who came or how it went: what tells whether that was in time.
    {
      name: 'recordedAt',
      type: 'date',
      label: '首次登记时间',
      access: { create: nobodyField, read: anyStaffField, update: nobodyField },
      admin: { readOnly: true, position: 'sidebar', date, condition: (data) => Boolean(data.recordedAt) },
    },
    // The news that everyone signed up has to hear; its id while that is still to be queued; which reminders are.
    // docs/messages.md.
    { name: 'notice', type: 'json', ...kept },
    { name: 'untold', type: 'text', index: true, ...kept },
    { name: 'reminded', type: 'json', ...kept },
    // The tasks about it that staff were told of at once.
    { name: 'toldNews', type: 'json', ...kept },
    { name: 'seriesKey', type: 'text', index: true, ...kept },
    // Written by src/operations/activities/covers.ts, read by whoever reads the activity.
    {
      name: 'cover',
      type: 'json',
      label: '封面图片',
      access: { create: nobodyField, update: nobodyField },
      admin: { hidden: true },
    },
    ...bookkeepingFields,
  ],
}
