import type { Access, CollectionConfig } from 'payload'
import { allOf, anyOf, department, nobody, nobodyField, staffInScope } from '../access/rules.ts'
import { IMPORT_KINDS, IMPORT_STATES } from '../domain/imports/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { personal, revisionField, unitField } from './fields.ts'

const kept = { hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } }

/** Units are the department's to make and to take back. */
const notOfUnits: Access = () => ({ kind: { not_equals: 'units' } })

/**
 * Files of records that staff bring in (docs/imports.md); their rows are `import_rows`. Written by
 * src/operations/imports alone, and seen on the admin's screen 导入.
 */
export const Imports: CollectionConfig = {
  slug: 'imports',
  labels: { singular: '导入', plural: '导入' },
  defaultSort: '-createdAt',
  admin: { hidden: true, useAsTitle: 'fileName' },
  access: {
    read: allOf(staffInScope(), anyOf(department, notOfUnits)),
    create: nobody,
    update: nobody,
    delete: nobody,
  },
  fields: [
    { name: 'kind', type: 'select', label: '内容', required: true, options: optionsOf(IMPORT_KINDS) },
    // A file may be called by the name of a person.
    { name: 'fileName', type: 'text', ...personal, label: '文件名', maxLength: 120 },
    unitField(),
    { name: 'activity', type: 'relationship', relationTo: 'activities', label: '活动', index: true, maxDepth: 0 },
    { name: 'importedBy', type: 'relationship', relationTo: 'staff', label: '导入人', required: true, maxDepth: 0 },
    { name: 'state', type: 'select', label: '状态', required: true, options: optionsOf(IMPORT_STATES), index: true },
    { name: 'headings', type: 'json', custom: { ...personal.custom, ...ofTextKind('untouched').custom }, ...kept },
    // The place of each column of ours in the file.
    { name: 'mapping', type: 'json', ...ofTextKind('untouched'), ...kept },
    { name: 'rows', type: 'number', label: '行数' },
    // How many rows ended how, when the rows themselves are forgotten.
    { name: 'totals', type: 'json', ...ofTextKind('untouched'), ...kept },
    { name: 'consentAt', type: 'date', label: '确认已取得同意的时间' },
    { name: 'finishedAt', type: 'date', label: '完成时间' },
    // A hash of the file, its kind and its unit: the unique index makes the same file the same import.
    { name: 'claim', type: 'text', unique: true, index: true, ...kept },
    revisionField(),
  ],
}
