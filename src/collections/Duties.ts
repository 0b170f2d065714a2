import type { CollectionConfig } from 'payload'
import { anyOf, anyStaff, department, thoseInUse } from '../access/rules.ts'
import { COMPLEXITIES, MATTER_KINDS, POSTS } from '../domain/appointments/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { keepPublicLabelsFew } from '../hooks/appointments/duties.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'

/** 事项清单: what grid staff and lane chiefs answer for, and what residents may raise. Data of the county, no code. */
export const Duties: CollectionConfig = {
  slug: 'duties',
  custom: { insteadOfDelete: '请取消“在用”：不再提供选择，已有的记录保留其名称。' },
  labels: { singular: '事项', plural: '事项清单' },
  defaultSort: 'code',
  admin: {
    group: '组织',
    useAsTitle: 'title',
    defaultColumns: ['code', 'title', 'aspect', 'publicLabel', 'posts', 'active'],
    listSearchableFields: ['title', 'code', 'publicLabel'],
    description: '网格基本事项和巷长职责。名称、分类由县里确定，演示数据为示例。',
  },
  access: { read: anyOf(anyStaff, thoseInUse), create: department, update: department, delete: department },
  hooks: { beforeValidate: [keepPublicLabelsFew], afterChange: [auditChange], afterDelete: [auditDelete] },
  fields: [
    { name: 'code', type: 'text', label: '编号', required: true, unique: true, index: true, maxLength: 20 },
    { name: 'title', type: 'text', label: '名称', required: true, maxLength: 60, index: true },
    { name: 'class', type: 'text', label: '大类', required: true, maxLength: 20 },
    { name: 'aspect', type: 'text', label: '方面', required: true, maxLength: 20 },
    {
      name: 'publicLabel',
      type: 'text',
      label: '居民看到的名称',
      required: true,
      maxLength: 12,
      admin: { description: '居民反映问题时点的图标文字，几项可以同名；在用的最多 12 个不同名称。' },
    },
    {
      name: 'posts',
      type: 'select',
      label: '由谁负责',
      hasMany: true,
      options: optionsOf(POSTS),
      admin: { description: '勾选“巷长”的即巷长职责。' },
    },
    {
      name: 'kind',
      type: 'select',
      label: '默认类别',
      required: true,
      defaultValue: 'demand',
      options: optionsOf(MATTER_KINDS),
    },
    {
      name: 'complexity',
      type: 'select',
      label: '默认时限',
      required: true,
      defaultValue: 'ordinary',
      options: optionsOf(COMPLEXITIES),
    },
    {
      name: 'handler',
      type: 'relationship',
      relationTo: 'units',
      label: '默认承办单位',
      index: true,
      maxDepth: 1,
      admin: { description: '留空则由所在社区承办。' },
    },
    { name: 'active', type: 'checkbox', label: '在用', defaultValue: true, index: true },
  ],
}
