import type { CollectionConfig } from 'payload'
import { anyOf, department, nobody, nobodyField, ownRecord } from '../access/rules.ts'
import { ROW_OUTCOMES } from '../domain/imports/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { personal, revisionField, unitField } from './fields.ts'

const kept = { hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } }
const sealed = { custom: { ...personal.custom, ...ofTextKind('untouched').custom } }

/** The rows of `imports`: what the file says, what became of it, and what an undo needs (docs/imports.md). */
export const ImportRows: CollectionConfig = {
  slug: 'import_rows',
  labels: { singular: '导入的一行', plural: '导入的各行' },
  defaultSort: 'number',
  indexes: [
    { fields: ['import', 'number'] },
    { fields: ['import', 'outcome', 'number'] },
    { fields: ['import', 'key'] },
    { fields: ['import', 'outcome', 'session', 'number'] },
  ],
  admin: { hidden: true, useAsTitle: 'number' },
  // Staff read them on the screen: of the imports that they may see, and of columns that are imported.
  access: { read: anyOf(department, ownRecord('person')), create: nobody, update: nobody, delete: nobody },
  fields: [
    {
      name: 'import',
      type: 'relationship',
      relationTo: 'imports',
      label: '导入',
      required: true,
      maxDepth: 0,
      custom: { isOwned: true },
    },
    unitField(),
    { name: 'number', type: 'number', label: '行号', required: true },
    // The cells as texts, in the file's order.
    { name: 'values', type: 'json', label: '内容', ...sealed },
    { name: 'outcome', type: 'select', label: '结果', required: true, options: optionsOf(ROW_OUTCOMES) },
    { name: 'problems', type: 'json', label: '问题', ...ofTextKind('untouched') },
    // The person whose record it is, once that is known: it is erased with theirs.
    {
      name: 'person',
      type: 'relationship',
      relationTo: 'people',
      label: '人员',
      index: true,
      maxDepth: 0,
      custom: { isOwned: true },
    },
    // All that was written, and what it replaced.
    { name: 'wrote', type: 'json', ...kept, ...sealed },
    // Hashes of what makes two rows the same, and of the activity that a row is of.
    { name: 'key', type: 'text', ...kept, custom: { onErasure: null } },
    { name: 'session', type: 'text', ...kept },
    revisionField(),
  ],
}
