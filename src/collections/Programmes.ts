import type { CollectionConfig } from 'payload'
import { anyone, department } from '../access/rules.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { PROGRAMME_CATEGORIES } from '../domain/activities/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'

export const Programmes: CollectionConfig = {
  slug: 'programmes',
  labels: { singular: '系列', plural: '三大类九系列' },
  admin: {
    group: '活动',
    useAsTitle: 'title',
    defaultColumns: ['title', 'category', 'order'],
    listSearchableFields: ['title'],
  },
  access: { read: anyone, create: department, update: department, delete: department },
  hooks: { afterChange: [auditChange], afterDelete: [auditDelete] },
  fields: [
    { name: 'title', type: 'text', label: '系列名称', required: true, maxLength: 40 },
    {
      name: 'category',
      type: 'select',
      label: '类别',
      required: true,
      options: optionsOf(PROGRAMME_CATEGORIES),
      index: true,
    },
    { name: 'description', type: 'textarea', label: '说明', maxLength: 500 },
    { name: 'order', type: 'number', label: '排序', defaultValue: 0 },
  ],
}
