import type { CollectionConfig } from 'payload'
import { anyone, department } from '../access/rules.ts'
import { LINES, MEASURES, optionsOf, THEMES } from '../domain/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/audit.ts'
import { markChanged, protectFields } from '../hooks/protectFields.ts'
import { settleTargetAfterChange } from '../hooks/settle.ts'
import { counterField, revisionField } from './fields.ts'

const date = { displayFormat: 'yyyy-MM-dd' }

export const Targets: CollectionConfig = {
  slug: 'targets',
  labels: { singular: '目标', plural: '目标' },
  admin: { group: '活动', useAsTitle: 'title', defaultColumns: ['title', 'measure', 'goal', 'tally', 'opening'], listSearchableFields: ['title'] },
  access: { read: anyone, create: department, update: department, delete: department },
  hooks: {
    beforeChange: [protectFields({ kept: { tally: 0 } }), markChanged()],
    afterChange: [settleTargetAfterChange, auditChange],
    afterDelete: [auditDelete],
  },
  fields: [
    { name: 'title', type: 'text', label: '名称', required: true, maxLength: 60 },
    { name: 'measure', type: 'select', label: '计量', required: true, options: optionsOf(MEASURES) },
    { name: 'goal', type: 'number', label: '目标值', required: true, min: 1, max: 100_000_000, admin: { description: '服务时长以小时计，其余以次、场、件计。' } },
    {
      type: 'row',
      fields: [
        { name: 'opening', type: 'number', label: '期初数', defaultValue: 0, min: 0, max: 100_000_000, admin: { description: '本系统启用前已完成的数，单独列示。' } },
        { name: 'openingSource', type: 'text', label: '期初数来源', maxLength: 120 },
      ],
    },
    { name: 'lines', type: 'select', label: '限于活动品牌', hasMany: true, options: optionsOf(LINES), admin: { description: '不选即不限。' } },
    { name: 'themes', type: 'select', label: '限于主题', hasMany: true, options: optionsOf(THEMES) },
    { name: 'units', type: 'relationship', relationTo: 'units', label: '限于单位（含下级）', hasMany: true, maxDepth: 0 },
    {
      type: 'row',
      fields: [
        { name: 'from', type: 'date', label: '起始日期', admin: { date } },
        { name: 'to', type: 'date', label: '截止日期', admin: { date } },
      ],
    },
    { name: 'order', type: 'number', label: '排序', defaultValue: 0 },
    counterField('tally', '累计', '由记录自动计数，不能填写。服务时长以分钟计。'),
    revisionField(),
  ],
}
