import type { CheckboxField, DateField, Field, NumberField, RelationshipField, TextField } from 'payload'
import { pickFromOwnSubtree } from '../access/ownSubtree.ts'
import { anyStaffField, nobodyField } from '../access/rules.ts'
import { readPersonField } from '../hooks/registrations.ts'

/** Kept by the system, shown but never typed. Written by src/operations alone. */
const systemKept = { access: { create: nobodyField, update: nobodyField }, admin: { readOnly: true, position: 'sidebar' as const } }

export const counterField = (name: string, label: string, description?: string, initial: number | null = 0): NumberField => ({
  name,
  type: 'number',
  label,
  ...(initial !== null && { defaultValue: initial }),
  index: true,
  ...systemKept,
  admin: { ...systemKept.admin, ...(description === undefined ? {} : { description }) },
})

/** Changes with every write; a compare-and-swap names the one it read. */
export function revisionField(): TextField {
  return { name: 'revision', type: 'text', hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } }
}

/** Bookkeeping of the counters above a record; docs/seats.md. Never leaves the server. */
export const bookkeepingFields: Field[] = [
  { name: 'counted', type: 'text', hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } },
  {
    name: 'unsettled',
    type: 'checkbox',
    hidden: true,
    index: true,
    access: { create: nobodyField, update: nobodyField, read: nobodyField },
  } satisfies CheckboxField,
  revisionField(),
]

export const unitField = (overrides: Partial<RelationshipField> = {}): RelationshipField =>
  ({
    name: 'unit',
    type: 'relationship',
    relationTo: 'units',
    label: '组织单位',
    required: true,
    index: true,
    maxDepth: 1,
    filterOptions: pickFromOwnSubtree(),
    ...overrides,
  }) as RelationshipField

/** Whose record it is, with the name for staff who may read the record. Who picks people by hand picks from the own subtree; where the system does, the name says enough. */
export const ofPerson = ({ isPicked = true } = {}): Field[] => [
  { name: 'personName', type: 'text', label: '姓名', virtual: true, access: { read: anyStaffField }, admin: { readOnly: true }, hooks: { afterRead: [readPersonField('name')] } },
  { name: 'person', type: 'relationship', relationTo: 'people', label: '人员', required: true, index: true, maxDepth: 0, ...(isPicked ? { filterOptions: pickFromOwnSubtree('unit') } : { admin: { hidden: true } }) },
]

export const onDay = (label: string): DateField => ({ name: 'date', type: 'date', label, required: true, index: true, admin: { date: { pickerAppearance: 'dayOnly', displayFormat: 'yyyy-MM-dd' } } })

/** Encrypted at rest (src/database/sealed.ts), and so neither searched nor sorted by. */
export const personal = { custom: { personal: true } } as const

/** A personal text of at most `maxLength` characters. */
export const personalTextField = (name: string, label: string, { minLength = 1, maxLength, ...overrides }: Partial<TextField> & { maxLength: number }): TextField =>
  ({
    name,
    type: 'text',
    label,
    ...personal,
    ...overrides,
    validate: (value: unknown) => {
      if (typeof value !== 'string' || value.trim() === '') return overrides.required ? `请填写${label}` : true
      if (value.length < minLength) return `${label}至少 ${minLength} 个字`
      return value.length <= maxLength || `${label}不超过 ${maxLength} 个字`
    },
  }) as TextField
