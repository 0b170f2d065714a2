import type { DateField, Field, SanitizedConfig } from 'payload'
import { MOMENT_FORMAT, readMoment } from '../../domain/shared/calendar.ts'
import { toMoment } from './dates.ts'

/**
 * Every date field of every collection, Payload's own and those to come: what is sent without a zone is the county's,
 * what does not exist is refused, and the admin shows and takes the county's time. Payload's `timezone` would need a
 * column more for each, and says nothing for records without one (decision 015).
 */
export function withCountyTime(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    for (const field of dateFieldsOf(collection.fields)) {
      field.hooks = { ...field.hooks, beforeValidate: [toMoment, ...(field.hooks?.beforeValidate ?? [])] }
      field.validate = (value) =>
        value === null || value === undefined
          ? !field.required || `请填写${labelOf(field)}`
          : readMoment(value) !== null || `${labelOf(field)}：${MOMENT_FORMAT}`
      const isDay = field.admin?.date?.pickerAppearance === 'dayOnly'
      field.admin = {
        ...field.admin,
        components: {
          ...field.admin?.components,
          Field: `/dates/${isDay ? 'DayField.tsx#DayField' : 'MomentField.tsx#MomentField'}`,
          Cell: `/dates/DateCell.tsx#${isDay ? 'DayCell' : 'MomentCell'}`,
        },
      }
    }
  }
  return config
}

const labelOf = ({ label, name }: DateField): string => (typeof label === 'string' ? label : name)

function dateFieldsOf(fields: Field[]): DateField[] {
  return fields.flatMap((field) => {
    if (field.type === 'date') return [field]
    if (field.type === 'tabs') return field.tabs.flatMap((tab) => dateFieldsOf(tab.fields))
    return 'fields' in field ? dateFieldsOf(field.fields) : []
  })
}
