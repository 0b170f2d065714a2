import type { CollectionConfig } from 'payload'
import { pickFromOwnSubtree } from '../access/ownSubtree.ts'
import { anyOf, anyStaff, anyStaffField, department, nobodyField, ownRecord, staffInScope } from '../access/rules.ts'
import { withoutReasons } from '../domain/people/erasure.ts'
import { MAX_NOTE, MAX_PARTY, MAX_WISH } from '../domain/shared/requests.ts'
import { ATTENDANCES, optionsOf, REGISTRATION_STATUSES } from '../domain/shared/vocabulary.ts'
import { MAX_LABEL } from '../domain/attendance/doorLinks.ts'
import { CHECK_IN_METHODS, EVALUATIONS, MINUTES_SOURCES } from '../domain/attendance/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { markChanged, protectFields } from '../hooks/shared/protectFields.ts'
import {
  fillRegistration,
  readPersonField,
  recordAttendance,
  refuseChangeOfMergedRegistration,
} from '../hooks/seats/registrations.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { settleRegistrationAfterChange, withdrawRegistrationBeforeDelete } from '../hooks/activities/settle.ts'
import { bookkeepingFields, personal, personalTextField, staffField, unitField, unnotifiedField } from './fields.ts'

const kept = { create: nobodyField, update: nobodyField }

export const Registrations: CollectionConfig = {
  slug: 'registrations',
  labels: { singular: '报名', plural: '报名与到场' },
  defaultSort: 'sequence',
  indexes: [{ fields: ['activity', 'person'], unique: true }, { fields: ['activity', 'status', 'sequence'] }],
  admin: {
    group: '人员与报名',
    listSearchableFields: [PERSON_TITLE],
    defaultColumns: ['personName', 'activity', 'status', 'attendance', 'checkedInAt'],
    description: '每人每场活动一条记录。名额由系统分配；到场情况由组织者登记。',
  },
  access: {
    read: anyOf(staffInScope(), ownRecord('person')),
    create: anyStaff,
    update: staffInScope(),
    delete: department,
  },
  hooks: {
    beforeValidate: [fillRegistration],
    beforeChange: [
      refuseChangeOfMergedRegistration,
      recordAttendance,
      protectFields({
        kept: {
          mergedInto: null,
          sequence: null,
          counted: null,
          history: null,
          passes: 0,
          offerExpiresAt: null,
          cancelsAt: null,
          refusal: null,
          unnotified: null,
          thanksDueAt: null,
        },
        afterCreate: ['status', 'walkIn', 'named', 'spokenConsentAt', 'spokenConsentBy', 'size'],
        fixed: ['activity', 'person', 'unit'],
      }),
      markChanged({ unsettled: true }),
    ],
    afterChange: [settleRegistrationAfterChange, auditChange],
    beforeDelete: [withdrawRegistrationBeforeDelete],
    afterDelete: [auditDelete],
  },
  fields: [
    personTitleField('姓名、志愿者编号、完整的手机号或活动名称'),
    {
      name: 'personName',
      type: 'text',
      label: '姓名',
      virtual: true,
      access: { read: anyStaffField },
      admin: { readOnly: true },
      hooks: { afterRead: [readPersonField('name')] },
    },
    {
      name: 'personPhone',
      type: 'text',
      label: '手机号',
      virtual: true,
      access: { read: anyStaffField },
      admin: { readOnly: true },
      hooks: { afterRead: [readPersonField('phone')] },
    },
    {
      name: 'activity',
      type: 'relationship',
      relationTo: 'activities',
      label: '活动',
      required: true,
      index: true,
      maxDepth: 1,
      filterOptions: pickFromOwnSubtree('unit'),
      access: { update: nobodyField },
    },
    {
      type: 'row',
      // Picked once; from then on the name stands above it, and the way to the person's record below. The condition is
      // the row's: one of the field's own would let the column stand empty.
      admin: { condition: (data) => !data.id },
      fields: [
        {
          name: 'person',
          type: 'relationship',
          relationTo: 'people',
          label: '人员',
          required: true,
          index: true,
          maxDepth: 0,
          access: { update: nobodyField },
        },
      ],
    },
    unitField({ required: false, access: kept, admin: { readOnly: true, position: 'sidebar' } }),
    {
      name: 'status',
      type: 'select',
      label: '报名状态',
      required: true,
      defaultValue: 'waitlisted',
      options: optionsOf(REGISTRATION_STATUSES),
      // Updates through Payload leave the status out (protectFields): absent is fine, anything else must be one of
      // ours.
      validate: (value: unknown) =>
        value === undefined || (typeof value === 'string' && value in REGISTRATION_STATUSES) || '没有这个报名状态',
      index: true,
      access: kept,
      admin: { readOnly: true, position: 'sidebar', description: '由系统按名额与先后次序决定。' },
    },
    {
      name: 'sequence',
      type: 'number',
      label: '报名序号',
      access: kept,
      admin: { readOnly: true, position: 'sidebar' },
    },
    {
      name: 'walkIn',
      type: 'checkbox',
      label: '现场参加（不占名额）',
      defaultValue: false,
      access: kept,
      admin: { readOnly: true, position: 'sidebar' },
    },
    {
      type: 'row',
      fields: [
        {
          name: 'size',
          type: 'number',
          label: '报名人数',
          defaultValue: 1,
          min: 1,
          max: MAX_PARTY,
          access: kept,
          admin: { readOnly: true },
        },
        {
          name: 'came',
          type: 'number',
          label: '实到人数',
          min: 1,
          max: MAX_PARTY,
          access: { create: anyStaffField, update: anyStaffField },
          admin: { description: '留空表示全部到场。' },
        },
      ],
    },
    {
      type: 'row',
      fields: [
        {
          name: 'attendance',
          type: 'select',
          label: '到场情况',
          required: true,
          defaultValue: 'unknown',
          options: optionsOf(ATTENDANCES),
          index: true,
          access: { create: anyStaffField, update: anyStaffField },
        },
        {
          name: 'minutes',
          type: 'number',
          label: '实际服务时长（分钟）',
          min: 0,
          max: 1440,
          access: { create: anyStaffField, update: anyStaffField },
          admin: { description: '仅志愿服务类活动。不填则按签到签退，没有签退按活动计划时长。' },
        },
        {
          name: 'minutesSource',
          type: 'select',
          label: '时长来源',
          options: optionsOf(MINUTES_SOURCES),
          access: kept,
          admin: { readOnly: true },
        },
      ],
    },
    {
      type: 'row',
      fields: [
        {
          name: 'checkedInAt',
          type: 'date',
          label: '签到时间',
          access: kept,
          admin: { readOnly: true, date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' } },
        },
        {
          name: 'checkedOutAt',
          type: 'date',
          label: '签退时间',
          access: kept,
          admin: { readOnly: true, date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' } },
        },
        {
          name: 'method',
          type: 'select',
          label: '签到方式',
          options: optionsOf(CHECK_IN_METHODS),
          access: kept,
          admin: { readOnly: true },
        },
        staffField('recordedBy', '登记人', { access: kept }),
      ],
    },
    // The label of the link, where a helper at the door recorded it in that person's name (decision 030).
    personalTextField('recordedThrough', '经手的门口协助者', {
      maxLength: MAX_LABEL,
      access: { ...kept, read: anyStaffField },
      admin: { readOnly: true, condition: (data) => Boolean(data.recordedThrough) },
    }),
    {
      type: 'row',
      fields: [
        {
          name: 'evaluation',
          type: 'select',
          label: '服务质量评价',
          options: optionsOf(EVALUATIONS),
          access: kept,
          admin: { readOnly: true },
        },
        {
          name: 'evaluatedAt',
          type: 'date',
          label: '评价日期',
          access: kept,
          admin: { readOnly: true, date: { pickerAppearance: 'dayOnly', displayFormat: 'yyyy-MM-dd' } },
        },
        staffField('evaluatedBy', '评价人', { access: kept }),
      ],
    },
    personalTextField('evaluationNote', '评语', {
      maxLength: MAX_NOTE,
      access: kept,
      admin: { readOnly: true, description: '本人可见。' },
    }),
    {
      type: 'row',
      fields: [
        {
          name: 'rating',
          type: 'number',
          label: '本人反馈（1–5 分）',
          min: 1,
          max: 5,
          access: kept,
          admin: { readOnly: true },
        },
        {
          name: 'feedbackAt',
          type: 'date',
          label: '反馈时间',
          access: kept,
          admin: { readOnly: true, date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' } },
        },
      ],
    },
    personalTextField('feedback', '反馈意见', { maxLength: MAX_WISH, access: kept, admin: { readOnly: true } }),
    {
      name: 'answers',
      type: 'json',
      ...personal,
      label: '报名回答',
      access: { update: nobodyField },
      admin: {
        readOnly: true,
        disableListColumn: true,
        components: { Field: '/records/SignUpRecord.tsx#SignUpRecord' },
      },
    },
    {
      name: 'note',
      type: 'textarea',
      ...personal,
      label: '备注',
      maxLength: 500,
      access: { read: anyStaffField, create: anyStaffField, update: anyStaffField },
      admin: { description: '仅工作人员可见。' },
    },
    personalTextField('refusal', '未通过原因', {
      maxLength: MAX_NOTE,
      access: kept,
      admin: { readOnly: true, description: '本人可见。' },
    }),
    {
      name: 'history',
      type: 'json',
      custom: { ...personal.custom, onErasure: withoutReasons },
      label: '处理经过',
      access: { ...kept, read: anyStaffField },
      admin: { readOnly: true, disableListColumn: true, components: { Field: '/records/SignUpRecord.tsx#Nothing' } },
    },
    {
      name: 'offerExpiresAt',
      type: 'date',
      label: '名额保留至',
      index: true,
      access: kept,
      admin: {
        readOnly: true,
        position: 'sidebar',
        date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' },
      },
    },
    {
      name: 'passes',
      type: 'number',
      label: '已让出名额',
      defaultValue: 0,
      access: { ...kept, read: anyStaffField },
      admin: {
        readOnly: true,
        position: 'sidebar',
        description: '因团队坐不下而先让给后位的名额数；达到团队人数后，名额为其保留。',
      },
    },
    // Until then the person who cancelled may take it back, and what they hold stays theirs (docs/seats.md).
    {
      name: 'cancelsAt',
      type: 'date',
      label: '取消生效时间',
      index: true,
      access: kept,
      admin: {
        readOnly: true,
        position: 'sidebar',
        condition: (data) => Boolean(data.cancelsAt),
        date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' },
        description: '本人已取消，30 秒内可以撤销；到时名额让给下一位。',
      },
    },
    {
      name: 'cancelledAt',
      type: 'date',
      label: '取消时间',
      access: kept,
      admin: {
        readOnly: true,
        position: 'sidebar',
        date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' },
      },
    },
    {
      name: 'mergedInto',
      type: 'relationship',
      relationTo: 'registrations',
      label: '已并入的报名',
      maxDepth: 0,
      access: { ...kept, read: anyStaffField },
      admin: {
        readOnly: true,
        position: 'sidebar',
        condition: (data) => Boolean(data.mergedInto),
        description: '同一人的另一条报名；本条不再计数，票码继续有效。',
      },
    },
    // The person's own consent is dated on their record (consentAt in People.ts). This one was given by word of mouth
    // to staff, at the door or for a sign-up: so it says who vouches for it, and holds for this record alone.
    {
      name: 'spokenConsentAt',
      type: 'date',
      label: '口头同意时间',
      access: kept,
      admin: {
        readOnly: true,
        position: 'sidebar',
        condition: (data) => Boolean(data.spokenConsentAt),
        date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' },
        description: '工作人员已向本人口头说明并取得同意，时间由系统记录。',
      },
    },
    staffField('spokenConsentBy', '听取同意的工作人员', {
      access: kept,
      admin: { position: 'sidebar', condition: (data) => Boolean(data.spokenConsentBy) },
    }),
    // Of a person found by a phone that staff typed: whether they typed the own name too
    // (src/domain/attendance/walkIns.ts).
    {
      name: 'named',
      type: 'checkbox',
      label: '登记时说出了姓名',
      access: { ...kept, read: anyStaffField },
      admin: { hidden: true },
    },
    // Set with every decision that the person should hear of; cleared when its messages are queued.
    unnotifiedField(),
    // When whoever came is to be thanked; cleared when the message is queued.
    {
      name: 'thanksDueAt',
      type: 'date',
      hidden: true,
      index: true,
      access: { create: nobodyField, read: nobodyField, update: nobodyField },
    },
    ...bookkeepingFields,
  ],
}
