import type { CheckboxField, Field, NumberField, RelationshipField, TextField } from 'payload'
import { nobodyField } from '../access/rules.ts'
import { decryptOnRead, encryptOnWrite } from '../hooks/encryption.ts'

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
    ...overrides,
  }) as RelationshipField

/** A personal text: encrypted at rest, readable by whoever may read the field. */
export const personalTextField = (name: string, label: string, overrides: Partial<TextField> = {}): TextField =>
  ({
    name,
    type: 'text',
    label,
    ...overrides,
    hooks: { beforeChange: [encryptOnWrite], afterRead: [decryptOnRead] },
  }) as TextField
