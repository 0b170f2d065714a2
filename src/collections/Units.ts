import type { CollectionConfig } from 'payload'
import { listOwnSubtree } from '../access/ownSubtree.ts'
import { anyone, anyStaffField, department } from '../access/rules.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { UNIT_KINDS } from '../domain/units/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { setAncestors, moveBelow } from '../hooks/units/units.ts'
import { protectFields } from '../hooks/shared/protectFields.ts'
import { recountField } from './fields.ts'

export const Units: CollectionConfig = {
  slug: 'units',
  labels: { singular: '组织单位', plural: '组织单位' },
  admin: {
    group: '组织',
    useAsTitle: 'name',
    defaultColumns: ['name', 'kind', 'parent'],
    listSearchableFields: ['name'],
    baseFilter: listOwnSubtree('id'),
    description: '县 → 镇（街道）→ 社区（村），以及其中的驻地单位、小区、企业、社会组织和党支部。',
  },
  access: { read: anyone, create: department, update: department, delete: department },
  hooks: {
    beforeChange: [protectFields({ kept: { recount: null } }), setAncestors],
    afterChange: [moveBelow, auditChange],
    afterDelete: [auditDelete],
  },
  fields: [
    { name: 'name', type: 'text', label: '名称', required: true, maxLength: 60, index: true },
    { name: 'kind', type: 'select', label: '类型', required: true, options: optionsOf(UNIT_KINDS), index: true },
    { name: 'parent', type: 'relationship', relationTo: 'units', label: '上级单位', index: true, maxDepth: 1 },
    {
      name: 'ancestors',
      type: 'relationship',
      relationTo: 'units',
      hasMany: true,
      label: '各级上级',
      maxDepth: 0,
      admin: { hidden: true },
    },
    {
      name: 'contact',
      type: 'text',
      label: '值班联系方式',
      maxLength: 60,
      access: { read: anyStaffField },
      admin: { description: '工作人员可见；出具证明时印在证明上。' },
    },
    {
      name: 'head',
      type: 'text',
      label: '负责人',
      maxLength: 40,
      access: { read: anyStaffField },
      admin: { description: '工作人员可见；出具证明时印在证明上。' },
    },
    recountField(),
    {
      name: 'memberCount',
      type: 'number',
      label: '在职党员人数',
      min: 0,
      max: 100_000,
      access: { read: anyStaffField },
    },
  ],
}
