import type { CollectionConfig } from 'payload'
import { listOwnSubtree } from '../access/ownSubtree.ts'
import { anyone, anyStaff, townInScope } from '../access/rules.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { STATION_LEVELS } from '../domain/units/vocabulary.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { unitField } from './fields.ts'

export const Stations: CollectionConfig = {
  slug: 'stations',
  labels: { singular: '先“蜂”空间', plural: '先“蜂”空间' },
  custom: {
    insteadOfDelete: '请先把活动改到别处；常去这里的人员，由组织部门在“人员”里按空间筛选，批量改为别处或清空。',
  },
  admin: {
    group: '活动',
    useAsTitle: 'name',
    defaultColumns: ['name', 'level', 'unit', 'openingHours'],
    listSearchableFields: ['name', 'address'],
    baseFilter: listOwnSubtree(),
  },
  access: { read: anyone, create: anyStaff, update: townInScope(), delete: townInScope() },
  hooks: { beforeValidate: [requireUnitInScope], afterChange: [auditChange], afterDelete: [auditDelete] },
  fields: [
    { name: 'name', type: 'text', label: '名称', required: true, maxLength: 60 },
    { name: 'level', type: 'select', label: '级别', required: true, options: optionsOf(STATION_LEVELS), index: true },
    unitField({ label: '所在单位' }),
    { name: 'address', type: 'text', label: '地址', required: true, maxLength: 120 },
    { name: 'openingHours', type: 'text', label: '开放时间', required: true, maxLength: 60 },
    { name: 'facilities', type: 'text', label: '设施', hasMany: true, maxLength: 20, maxRows: 20 },
  ],
}
