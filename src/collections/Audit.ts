import type { CollectionConfig } from 'payload'
import { department, nobody } from '../access/rules.ts'
import { AUDIT_ACTIONS, optionsOf } from '../domain/shared/vocabulary.ts'
import { readSubjectTitle } from '../hooks/shared/audit.ts'
import { personal } from './fields.ts'

/** Append-only: no rule lets anyone write; src/operations/shared/writeAudit.ts is the one place that does. */
export const Audit: CollectionConfig = {
  slug: 'audit',
  labels: { singular: '操作留痕', plural: '操作留痕' },
  admin: {
    group: '组织',
    useAsTitle: 'summary',
    defaultColumns: ['createdAt', 'actorName', 'action', 'subjectTitle', 'reason'],
    listSearchableFields: ['summary', 'actorName', 'subject'],
    description: '谁在何时查看、更改、导出了谁的数据，原因是什么。只增不改。',
    components: { views: { list: { Component: '/audit/AuditView.tsx#AuditView' } } },
  },
  access: { read: department, create: nobody, update: nobody, delete: nobody },
  fields: [
    {
      name: 'action',
      type: 'select',
      label: '操作',
      required: true,
      index: true,
      options: optionsOf(AUDIT_ACTIONS),
    },
    {
      name: 'actor',
      type: 'text',
      label: '操作人编号',
      index: true,
      custom: { refersTo: ['staff', 'people'] },
      admin: { hidden: true },
    },
    { name: 'actorName', type: 'text', label: '操作人' },
    { name: 'subjectCollection', type: 'text', label: '数据类别', index: true, admin: { hidden: true } },
    { name: 'subject', type: 'text', label: '数据编号', index: true, admin: { hidden: true } },
    {
      name: 'subjectTitle',
      type: 'text',
      label: '对象',
      virtual: true,
      hooks: { afterRead: [readSubjectTitle] },
      admin: {
        disableListFilter: true,
        components: { Field: '/records/Subject.tsx#SubjectField' },
      },
    },
    { name: 'summary', type: 'text', label: '摘要', required: true },
    { name: 'reason', type: 'text', ...personal, label: '原因' },
    {
      name: 'details',
      type: 'json',
      ...personal,
      label: '明细',
      admin: { disableListColumn: true, components: { Field: '/records/AuditDetails.tsx#AuditDetails' } },
    },
  ],
}
