import type { CollectionConfig } from 'payload'
import { anyOf, anyStaff, ownedByStaff, sharedInOwnUnit } from '../access/rules.ts'
import { checkDefinition } from '../hooks/records/checkDefinition.ts'
import { protectFields } from '../hooks/shared/protectFields.ts'

/**
 * Exports that staff have kept, to be run again: columns in their order, filters and format, never a row or a name of a
 * person. Made and changed on the screen 导出记录 (docs/exports.md). A run asks the rules anew, as if it were typed.
 */
export const ExportDefinitions: CollectionConfig = {
  slug: 'export-definitions',
  labels: { singular: '常用导出', plural: '常用导出' },
  defaultSort: 'name',
  admin: { hidden: true, useAsTitle: 'name' },
  access: {
    read: anyOf(ownedByStaff('owner'), sharedInOwnUnit('owner')),
    create: anyStaff,
    update: ownedByStaff('owner'),
    delete: ownedByStaff('owner'),
  },
  hooks: { beforeValidate: [checkDefinition], beforeChange: [protectFields({ fixed: ['owner'] })] },
  fields: [
    { name: 'name', type: 'text', label: '名称', required: true, maxLength: 40, index: true },
    {
      name: 'owner',
      type: 'relationship',
      relationTo: 'staff',
      label: '所有人',
      required: true,
      index: true,
      maxDepth: 0,
      // Nobody types it: checkDefinition sees to that.
      defaultValue: ({ user }: { user?: { id: string } | null }) => user?.id,
      // It is nobody else's.
      custom: { isOwned: true },
    },
    { name: 'shared', type: 'checkbox', label: '与本单位同事共用', defaultValue: false },
    {
      name: 'format',
      type: 'select',
      label: '格式',
      required: true,
      options: [
        { label: 'Excel', value: 'xlsx' },
        { label: 'CSV', value: 'csv' },
      ],
    },
    { name: 'columns', type: 'json', label: '列', required: true },
    { name: 'filters', type: 'json', label: '条件', required: true },
  ],
}
