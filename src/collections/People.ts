import type { CollectionConfig, Condition } from 'payload'
import {
  allOf,
  anyOf,
  anyStaff,
  department,
  departmentOrSelfField,
  insideUseCase,
  insideUseCaseField,
  nobodyField,
  ownRecord,
  staffInScope,
} from '../access/rules.ts'
import { MAX_NOTE } from '../domain/shared/requests.ts'
import { GENDERS, PERSON_KINDS } from '../domain/people/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { auditChange, auditDelete, auditView } from '../hooks/shared/audit.ts'
import {
  hashContacts,
  refuseChangeOfMergedPerson,
  refuseRefresh,
  writeOverWhatWasRead,
} from '../hooks/people/people.ts'
import { endSession, holdContacts, tellOfContact } from '../hooks/identity/contacts.ts'
import { markChanged, protectFields } from '../hooks/shared/protectFields.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { personStrategy } from '../hooks/identity/personStrategy.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { personalTextField, revisionField, staffField, unitField } from './fields.ts'

const date = { pickerAppearance: 'dayAndTime' as const, displayFormat: 'yyyy-MM-dd HH:mm' }

const hashField = (name: string) =>
  ({
    name,
    type: 'text',
    unique: true,
    index: true,
    hidden: true,
    access: { create: nobodyField, read: nobodyField, update: nobodyField },
  }) as const

/**
 * Given or withdrawn by the person alone: a date that staff could type would prove nothing. Consent by word of
 * mouth stands on the registration that it was given for (spokenConsentAt).
 */
const byThePerson = { create: insideUseCaseField('openSession'), update: insideUseCaseField('eraseMe') }

const pending = (name: string) => ({
  access: { create: nobodyField, update: insideUseCaseField('eraseMe', 'confirmContact') },
  admin: {
    readOnly: true,
    position: 'sidebar' as const,
    condition: ((data) => Boolean(data[name])) as Condition,
    description: '工作人员登记，尚未生效；本人登录后用验证码确认。',
  },
})

/** By an erasure, as what is personal is without being told so. */
const cleared = { custom: { onErasure: null } } as const

/** Written by mergePeople alone. */
const byMerge = {
  access: { create: nobodyField, update: nobodyField },
  admin: { readOnly: true, position: 'sidebar' as const, condition: ((data) => Boolean(data.mergedInto)) as Condition },
}

export const People: CollectionConfig = {
  slug: 'people',
  labels: { singular: '人员', plural: '人员' },
  custom: {
    insteadOfDelete: '如本人要求删除，请本人用“注销”：个人信息会清除，记录数保持不变。',
  },
  auth: { disableLocalStrategy: true, useSessions: false, strategies: [personStrategy] },
  admin: {
    group: '人员与报名',
    useAsTitle: PERSON_TITLE,
    defaultColumns: ['name', 'kinds', 'unit', 'volunteerNumber'],
    listSearchableFields: [PERSON_TITLE],
    description:
      '每人一条记录。可按姓名（相连的两个字起）、志愿者编号、完整的手机号或邮箱搜索。姓名和联系方式加密保存；查看和修改都会留痕。',
  },
  access: {
    read: anyOf(staffInScope(), allOf(insideUseCase('getMyData'), ownRecord('id'))),
    create: anyOf(anyStaff, insideUseCase('openSession')),
    update: anyOf(staffInScope(), allOf(insideUseCase('eraseMe', 'confirmContact', 'changeMe'), ownRecord('id'))),
    delete: department,
    admin: () => false,
    unlock: () => false,
  },
  hooks: {
    beforeOperation: [refuseRefresh],
    beforeValidate: [requireUnitInScope],
    beforeChange: [
      refuseChangeOfMergedPerson,
      holdContacts,
      hashContacts,
      protectFields({ kept: { mergedInto: null, mergedAt: null, mergedBy: null, mergeReason: null, revision: null } }),
      markChanged(),
      writeOverWhatWasRead,
    ],
    afterChange: [auditChange, tellOfContact],
    afterLogout: [endSession],
    afterOperation: [auditView],
    afterDelete: [auditDelete],
  },
  fields: [
    {
      name: 'mergePanel',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/merging/MergePerson.tsx#MergePerson' } },
    },
    personTitleField('姓名、志愿者编号、完整的手机号或邮箱'),
    personalTextField('name', '姓名', {
      required: true,
      maxLength: 40,
      custom: { ...ofTextKind('name').custom, onErasure: '已注销' },
    }),
    {
      type: 'row',
      fields: [
        personalTextField('phone', '手机号', { maxLength: 20, ...ofTextKind('symbols') }),
        personalTextField('email', '邮箱', { maxLength: 254, ...ofTextKind('email') }),
      ],
    },
    {
      name: 'kinds',
      type: 'select',
      custom: { onErasure: [] },
      label: '身份',
      hasMany: true,
      options: optionsOf(PERSON_KINDS),
      admin: {
        description: '一人可有多种身份，本人可在“我的资料”里填写和收回。是否党员属于敏感个人信息，只作组织工作之用。',
      },
    },
    unitField({ label: '报到（所属）单位', required: false, ...cleared }),
    {
      name: 'station',
      type: 'relationship',
      relationTo: 'stations',
      label: '常去的先“蜂”空间',
      index: true,
      maxDepth: 0,
      ...cleared,
      admin: { description: '本人可在“我的资料”里填写、改换和去掉。' },
    },
    {
      type: 'collapsible',
      label: '志愿服务记录信息',
      admin: {
        initCollapsed: true,
        description: '《志愿服务记录与证明出具办法（试行）》所列项目，均非必填，能少则少。',
      },
      fields: [
        {
          name: 'volunteerNumber',
          type: 'text',
          label: '志愿者编号',
          unique: true,
          index: true,
          maxLength: 32,
          ...ofTextKind('symbols'),
        },
        {
          name: 'gender',
          type: 'select',
          ...cleared,
          label: '性别',
          options: optionsOf(GENDERS),
        },
        personalTextField('birthDate', '出生日期', { maxLength: 10, ...ofTextKind('symbols') }),
        personalTextField('idNumber', '身份证件号码', {
          maxLength: 32,
          ...ofTextKind('symbols'),
          access: { read: departmentOrSelfField, update: departmentOrSelfField },
        }),
        personalTextField('area', '居住区域', { maxLength: 60 }),
        personalTextField('skills', '专业技能', { maxLength: 200 }),
        personalTextField('serviceKinds', '服务类别', { maxLength: 200 }),
      ],
    },
    {
      name: 'consentAt',
      type: 'date',
      ...cleared,
      label: '同意时间',
      access: byThePerson,
      admin: { readOnly: true, position: 'sidebar', date },
    },
    {
      name: 'optedOutAt',
      type: 'date',
      ...cleared,
      label: '不接收提醒',
      access: { create: nobodyField, update: byThePerson.update },
      admin: {
        readOnly: true,
        position: 'sidebar',
        date,
        description: '本人选择不接收活动提醒和感谢；报名、变更和取消的通知照常发送。',
      },
    },
    {
      name: 'erasedAt',
      type: 'date',
      label: '注销时间',
      access: byThePerson,
      admin: { readOnly: true, position: 'sidebar', date },
    },
    {
      name: 'mergedInto',
      type: 'relationship',
      relationTo: 'people',
      label: '已合并到',
      index: true,
      maxDepth: 0,
      ...byMerge,
    },
    { name: 'mergedAt', type: 'date', label: '合并时间', access: byMerge.access, admin: { ...byMerge.admin, date } },
    staffField('mergedBy', '办理人', { maxDepth: 0, ...byMerge }),
    personalTextField('mergeReason', '合并原因', { maxLength: MAX_NOTE, ...byMerge }),
    // Whether what is personal is still on its way out of their records; docs/erasure.md.
    {
      name: 'erasing',
      type: 'checkbox',
      hidden: true,
      index: true,
      access: { create: nobodyField, read: nobodyField, update: nobodyField },
    },
    // Whether records are still on their way to the other; docs/merging.md.
    {
      name: 'merging',
      type: 'checkbox',
      hidden: true,
      index: true,
      access: { create: nobodyField, read: nobodyField, update: nobodyField },
    },
    revisionField(),
    // A contact that staff typed and the holder has not confirmed: no log-in and no search finds it
    // (src/hooks/identity/contacts.ts).
    personalTextField('pendingPhone', '待本人确认的手机号', {
      maxLength: 20,
      ...ofTextKind('symbols'),
      ...pending('pendingPhone'),
    }),
    personalTextField('pendingEmail', '待本人确认的邮箱', {
      maxLength: 254,
      ...ofTextKind('email'),
      ...pending('pendingEmail'),
    }),
    {
      name: 'sessions',
      type: 'json',
      ...cleared,
      hidden: true,
      access: { create: nobodyField, read: nobodyField, update: nobodyField },
    },
    hashField('phoneHash'),
    hashField('emailHash'),
    {
      name: 'history',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/history/PersonHistory.tsx#PersonHistory' } },
    },
    // Written with each name at the database's door (src/database/sealed.ts).
    {
      name: 'nameParts',
      type: 'json',
      typescriptSchema: [() => ({ type: 'array', items: { type: 'string' } })],
      custom: { partsOf: 'name' },
      hidden: true,
      access: { create: nobodyField, read: nobodyField, update: nobodyField },
    },
  ],
}
