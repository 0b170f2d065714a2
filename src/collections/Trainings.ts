import type { CollectionConfig } from 'payload'
import { anyOf, anyStaff, ownRecord, staffInScope } from '../access/rules.ts'
import type { OnErasure } from '../domain/people/erasure.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { requirePersonInScope } from '../hooks/shared/requirePersonInScope.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { dayField, ofPerson, personal, personalTextField, unitField } from './fields.ts'

/** 培训情况 of 民政部令第67号. */
export const Trainings: CollectionConfig = {
  slug: 'trainings',
  labels: { singular: '培训记录', plural: '培训记录' },
  custom: { onErasure: 'deleted' satisfies OnErasure },
  defaultSort: '-date',
  admin: { group: '人员与报名', useAsTitle: 'title', defaultColumns: ['title', 'personName', 'date', 'hours', 'host'] },
  access: {
    read: anyOf(staffInScope(), ownRecord('person')),
    create: anyStaff,
    update: staffInScope(),
    delete: staffInScope(),
  },
  hooks: {
    beforeValidate: [requireUnitInScope, requirePersonInScope],
    afterChange: [auditChange],
    afterDelete: [auditDelete],
  },
  fields: [
    ...ofPerson(),
    personalTextField('title', '培训名称', { required: true, minLength: 2, maxLength: 60 }),
    { name: 'content', type: 'textarea', ...personal, label: '主要内容', maxLength: 500 },
    {
      name: 'hours',
      type: 'number',
      label: '学习时长（小时）',
      required: true,
      min: 0.5,
      max: 1000,
      admin: { step: 0.5 },
    },
    personalTextField('host', '举办单位', { required: true, maxLength: 60 }),
    dayField('date', '日期', { required: true, index: true }),
    unitField({ label: '登记单位' }),
  ],
}
