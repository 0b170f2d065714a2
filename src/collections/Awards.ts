import type { CollectionConfig } from 'payload'
import { anyOf, anyStaff, ownRecord, staffInScope } from '../access/rules.ts'
import type { OnErasure } from '../domain/people/erasure.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { requirePersonInScope } from '../hooks/shared/requirePersonInScope.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { dayField, ofPerson, personalTextField, unitField } from './fields.ts'

/** 表彰奖励情况 of 民政部令第67号. */
export const Awards: CollectionConfig = {
  slug: 'awards',
  labels: { singular: '表彰奖励', plural: '表彰奖励' },
  custom: { onErasure: 'deleted' satisfies OnErasure },
  defaultSort: '-date',
  admin: { group: '人员与报名', useAsTitle: 'title', defaultColumns: ['title', 'personName', 'date', 'grantor'] },
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
    personalTextField('title', '名称', { required: true, minLength: 2, maxLength: 60 }),
    personalTextField('grantor', '授予单位', { required: true, maxLength: 60 }),
    dayField('date', '日期', { required: true, index: true }),
    unitField({ label: '登记单位' }),
  ],
}
