import type {
  CheckboxField,
  Field,
  FieldAccess,
  NumberField,
  RelationshipField,
  TextField,
  TextFieldValidation,
} from 'payload'
import { pickFromOwnSubtree } from '../access/ownSubtree.ts'
import { anyStaffField, nobodyField } from '../access/rules.ts'
import { isDay, NO_SUCH_DAY } from '../domain/shared/calendar.ts'
import { toDay } from '../hooks/shared/dates.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { readPersonField } from '../hooks/seats/registrations.ts'

/** Kept by the system, shown but never typed. Written by src/operations alone. */
const systemKept = {
  access: { create: nobodyField, update: nobodyField },
  admin: { readOnly: true, position: 'sidebar' as const },
}

export const counterField = (
  name: string,
  label: string,
  description?: string,
  initial: number | null = 0,
): NumberField => ({
  name,
  type: 'number',
  label,
  ...(initial !== null && { defaultValue: initial }),
  index: true,
  ...systemKept,
  admin: { ...systemKept.admin, ...(description === undefined ? {} : { description }) },
})

/** Left by the write of what somebody has to hear of, until the message is queued (docs/messages.md). */
export const unnotifiedField = (create: FieldAccess = nobodyField): CheckboxField => ({
  name: 'unnotified',
  type: 'checkbox',
  hidden: true,
  index: true,
  access: { create, update: nobodyField, read: nobodyField },
})

/** Changes with every write; a compare-and-swap names the one it read. */
export function revisionField(): TextField {
  return {
    name: 'revision',
    type: 'text',
    hidden: true,
    access: { create: nobodyField, update: nobodyField, read: nobodyField },
  }
}

/**
 * A mark on what was changed so that tallies have to be counted again; src/operations/desk/countTargets.ts takes it
 * away when they are.
 */
export const recountField = (overrides: Partial<TextField> = {}): TextField =>
  ({
    name: 'recount',
    type: 'text',
    label: '统计状态',
    index: true,
    access: { create: nobodyField, update: nobodyField },
    admin: { hidden: true },
    ...overrides,
  }) as TextField

/** Bookkeeping of the counters above a record; docs/seats.md. Never leaves the server. */
export const bookkeepingFields: Field[] = [
  {
    name: 'counted',
    type: 'text',
    hidden: true,
    access: { create: nobodyField, update: nobodyField, read: nobodyField },
  },
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

/** The member of staff who did something, kept by the system and shown by name. */
export const staffField = (
  name: string,
  label: string,
  overrides: Partial<RelationshipField> = {},
): RelationshipField =>
  ({
    name,
    type: 'relationship',
    relationTo: 'staff',
    label,
    maxDepth: 1,
    ...overrides,
    access: { read: anyStaffField, ...overrides.access },
    admin: {
      readOnly: true,
      // A cell of a list does not know who reads it.
      disableListColumn: true,
      components: { Field: '/records/StaffName.tsx#StaffName' },
      ...overrides.admin,
    },
  }) as RelationshipField

/**
 * The person whose record it is, with the name for staff who may read the record. Staff who pick people by hand pick
 * from the own subtree; where the system does, the name says enough.
 */
export const ofPerson = ({ isPicked = true, isRequired = true } = {}): Field[] => [
  {
    name: 'personName',
    type: 'text',
    label: '姓名',
    virtual: true,
    access: { read: anyStaffField },
    admin: { readOnly: true },
    hooks: { afterRead: [readPersonField('name')] },
  },
  {
    name: 'person',
    type: 'relationship',
    relationTo: 'people',
    label: '人员',
    required: isRequired,
    index: true,
    maxDepth: 0,
    ...(isPicked ? { filterOptions: pickFromOwnSubtree('unit') } : { admin: { hidden: true } }),
  },
]

/**
 * A day of the county, stored as `2026-01-31` (src/domain/shared/calendar.ts); an instant that is sent becomes the day
 * it falls on.
 */
export const dayField = (
  name: string,
  label: string,
  { validate, ...overrides }: Partial<Pick<TextField, 'required' | 'index' | 'admin' | 'validate'>> = {},
): TextField => ({
  name,
  type: 'text',
  label,
  ...overrides,
  custom: { kind: 'day', ...ofTextKind('symbols').custom },
  hooks: { beforeValidate: [toDay] },
  validate: (value: unknown, options: Parameters<TextFieldValidation>[1]) => {
    if (value === null || value === undefined) return overrides.required ? `请填写${label}` : true
    return isDay(value) ? (validate?.(value as never, options as never) ?? true) : `${label}：${NO_SUCH_DAY}`
  },
  admin: {
    ...overrides.admin,
    components: { Field: '/dates/DayField.tsx#DayField', Cell: '/dates/DateCell.tsx#DayCell' },
  },
})

/** Encrypted at rest (src/database/sealed.ts), and so neither searched nor sorted by. */
export const personal = { custom: { personal: true } } as const

/** A personal text of at most `maxLength` characters. */
export const personalTextField = (
  name: string,
  label: string,
  { minLength = 1, maxLength, ...overrides }: Partial<TextField> & { maxLength: number },
): TextField =>
  ({
    name,
    type: 'text',
    label,
    ...overrides,
    custom: { ...overrides.custom, ...personal.custom },
    validate: (value: unknown) => {
      if (typeof value !== 'string' || value.trim() === '') return overrides.required ? `请填写${label}` : true
      if (value.length < minLength) return `${label}至少 ${minLength} 个字`
      return value.length <= maxLength || `${label}不超过 ${maxLength} 个字`
    },
  }) as TextField
