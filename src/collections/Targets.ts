import type { Access, CollectionConfig, TextFieldValidation } from 'payload'
import { anyOf, anyStaff, department } from '../access/rules.ts'
import { LINES, optionsOf, THEMES } from '../domain/shared/vocabulary.ts'
import { MEASURES } from '../domain/tallies/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { markChanged, protectFields } from '../hooks/shared/protectFields.ts'
import { markRecount } from '../hooks/tallies/targets.ts'
import { counterField, dayField, recountField, revisionField } from './fields.ts'

const isPublic: Access = () => ({ isPublic: { equals: true } })

/** Days sort as text. */
const notBefore: TextFieldValidation = (to, { siblingData }) => {
  const { from } = siblingData as { from?: string | null }
  return !from || !to || from <= to || '截止日期不能早于起始日期，请修改'
}

/** With the unit of the measure behind it. */
const asAmount = { components: { Cell: '/targets/Tally.tsx#AmountCell' } }

const tally = counterField('tally', '累计', '由记录自动计数，不能填写。')
const tallyField = {
  ...tally,
  admin: {
    ...tally.admin,
    components: { Field: '/targets/Tally.tsx#TallyField', Cell: '/targets/Tally.tsx#TallyCell' },
  },
}

export const Targets: CollectionConfig = {
  slug: 'targets',
  labels: { singular: '目标', plural: '目标' },
  admin: {
    group: '活动',
    useAsTitle: 'title',
    defaultColumns: ['title', 'measure', 'goal', 'tally', 'opening', 'isPublic'],
    listSearchableFields: ['title'],
    components: {
      views: {
        edit: {
          activities: {
            Component: '/targets/ContributionsView.tsx#ContributionsView',
            path: '/activities',
            tab: { label: '计入的活动', href: '/activities', order: 200 },
          },
        },
      },
    },
  },
  access: { read: anyOf(anyStaff, isPublic), create: department, update: department, delete: department },
  hooks: {
    beforeChange: [protectFields({ kept: { tally: 0, recount: null } }), markRecount, markChanged()],
    afterChange: [auditChange],
    afterDelete: [auditDelete],
  },
  fields: [
    { name: 'title', type: 'text', label: '名称', required: true, maxLength: 60 },
    { name: 'measure', type: 'select', label: '计量', required: true, options: optionsOf(MEASURES) },
    {
      name: 'goal',
      type: 'number',
      label: '目标值',
      required: true,
      min: 1,
      max: 100_000_000,
      admin: { ...asAmount, description: '服务时长以小时计，其余以人次、场、件计。' },
    },
    {
      type: 'row',
      fields: [
        {
          name: 'opening',
          type: 'number',
          label: '期初数',
          defaultValue: 0,
          min: 0,
          max: 100_000_000,
          admin: { ...asAmount, description: '本系统启用前已完成的数，单独列示。' },
        },
        { name: 'openingSource', type: 'text', label: '期初数来源', maxLength: 120 },
      ],
    },
    {
      name: 'lines',
      type: 'select',
      label: '限于活动品牌',
      hasMany: true,
      options: optionsOf(LINES),
      admin: { description: '不选即不限。' },
    },
    { name: 'themes', type: 'select', label: '限于主题', hasMany: true, options: optionsOf(THEMES) },
    {
      name: 'units',
      type: 'relationship',
      relationTo: 'units',
      label: '限于单位（含下级）',
      hasMany: true,
      maxDepth: 0,
    },
    {
      type: 'row',
      fields: [dayField('from', '起始日期'), dayField('to', '截止日期', { validate: notBefore })],
    },
    { name: 'order', type: 'number', label: '排序', defaultValue: 0 },
    {
      name: 'isPublic',
      type: 'checkbox',
      label: '在网站首页公开',
      defaultValue: false,
      index: true,
      admin: { position: 'sidebar', description: '核对无误后再勾选。' },
    },
    tallyField,
    recountField(),
    revisionField(),
  ],
}
