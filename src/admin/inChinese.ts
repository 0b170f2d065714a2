import type { CollectionConfig, Field } from 'payload'

const PICKER = { timeCaption: '时间', previousMonthButtonLabel: '上个月', previousMonthAriaLabel: '上个月', nextMonthButtonLabel: '下个月', nextMonthAriaLabel: '下个月', previousYearAriaLabel: '上一年', nextYearAriaLabel: '下一年' }

/** The date picker's own words are English unless each field brings others. */
export function inChinese(collection: CollectionConfig): CollectionConfig {
  return { ...collection, fields: collection.fields.map(translated) }
}

function translated(field: Field): Field {
  if (field.type === 'date') return { ...field, admin: { ...field.admin, date: { ...field.admin?.date, overrides: { ...PICKER, ...field.admin?.date?.overrides } } } }
  if (field.type === 'tabs') return { ...field, tabs: field.tabs.map((tab) => ({ ...tab, fields: tab.fields.map(translated) })) }
  if (field.type === 'row' || field.type === 'group' || field.type === 'array' || field.type === 'collapsible') return { ...field, fields: field.fields.map(translated) }
  return field
}
