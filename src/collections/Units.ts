import type { CollectionConfig, Condition } from 'payload'
import { listOwnSubtree } from '../access/ownSubtree.ts'
import { anyone, anyStaffField, department } from '../access/rules.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { UNIT_LIMITS } from '../domain/units/limits.ts'
import { COVERED_KINDS, UNIT_KINDS, type UnitKind } from '../domain/units/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { setAncestors, moveBelow } from '../hooks/units/units.ts'
import { protectFields } from '../hooks/shared/protectFields.ts'
import { dayField, recountField } from './fields.ts'

const isOf =
  (...kinds: UnitKind[]): Condition =>
  ({ kind }) =>
    kinds.includes(kind as UnitKind)

export const Units: CollectionConfig = {
  slug: 'units',
  labels: { singular: '组织单位', plural: '组织单位' },
  admin: {
    group: '组织',
    useAsTitle: 'name',
    defaultColumns: ['name', 'kind', 'parent'],
    listSearchableFields: ['name'],
    baseFilter: listOwnSubtree('id'),
    description: '县 → 镇（街道）→ 社区（村），以及其中的网格、巷、驻地单位、小区、企业、社会组织、党支部和重大项目。',
  },
  access: { read: anyone, create: department, update: department, delete: department },
  hooks: {
    beforeChange: [protectFields({ kept: { recount: null } }), setAncestors],
    afterChange: [moveBelow, auditChange],
    afterDelete: [auditDelete],
  },
  fields: [
    { name: 'name', type: 'text', label: '名称', required: true, maxLength: UNIT_LIMITS.name, index: true },
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
      maxLength: UNIT_LIMITS.contact,
      access: { read: anyStaffField },
      admin: { description: '工作人员可见；出具证明时印在证明上。' },
    },
    {
      name: 'head',
      type: 'text',
      label: '负责人',
      maxLength: UNIT_LIMITS.head,
      access: { read: anyStaffField },
      admin: { description: '工作人员可见；出具证明时印在证明上。' },
    },
    {
      name: 'dutyPhone',
      type: 'text',
      label: '公开的值班电话',
      maxLength: UNIT_LIMITS.dutyPhone,
      admin: { description: '任何人可见，写单位的电话，不写个人的。' },
    },
    {
      name: 'brand',
      type: 'text',
      label: '特色品牌',
      maxLength: UNIT_LIMITS.brand,
      admin: { description: '特色网格的名称，如“溪民客厅”。', condition: isOf('grid') },
    },
    {
      name: 'coverage',
      type: 'group',
      label: '党的组织覆盖',
      admin: { condition: isOf(...COVERED_KINDS) },
      fields: [
        {
          name: 'branch',
          type: 'relationship',
          relationTo: 'units',
          label: '覆盖的党组织',
          index: true,
          maxDepth: 1,
          filterOptions: { kind: { in: ['branch', 'organisation', 'community'] } },
        },
        dayField('since', '自何时起'),
      ],
    },
    recountField(),
    {
      name: 'memberCount',
      type: 'number',
      label: '在职党员人数',
      min: 0,
      max: UNIT_LIMITS.memberCount,
      access: { read: anyStaffField },
    },
  ],
}
