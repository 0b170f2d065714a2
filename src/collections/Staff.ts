import type { Access, CollectionConfig } from 'payload'
import { anyOf, department, departmentField, townInScope } from '../access/rules.ts'
import { staffUser } from '../access/staffUser.ts'
import { optionsOf, STAFF_ROLES } from '../domain/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/audit.ts'
import { forgetRightLogIn, limitLogIns } from '../hooks/limitLogIns.ts'
import { ofTextKind } from '../hooks/tidyTexts.ts'

const self: Access = ({ req }) => {
  const staff = staffUser(req)
  return staff !== null && { id: { equals: staff.id } }
}

export const Staff: CollectionConfig = {
  slug: 'staff',
  custom: { insteadOfDelete: '请改为“停用”：不能再登录，所登记的记录保留其姓名。' },
  labels: { singular: '工作人员', plural: '工作人员' },
  auth: { tokenExpiration: 8 * 3600, maxLoginAttempts: 8, lockTime: 10 * 60_000, cookies: { sameSite: 'Lax' } },
  admin: { group: '组织', useAsTitle: 'name', defaultColumns: ['name', 'role', 'unit', 'email'], listSearchableFields: ['name', 'email'] },
  access: {
    read: anyOf(townInScope(), self),
    create: department,
    update: anyOf(department, self),
    delete: department,
    unlock: department,
    admin: ({ req }) => staffUser(req) !== null,
  },
  hooks: { beforeOperation: [limitLogIns], afterLogin: [forgetRightLogIn], afterChange: [auditChange], afterDelete: [auditDelete] },
  fields: [
    { name: 'name', type: 'text', label: '姓名', required: true, maxLength: 40, ...ofTextKind('name') },
    {
      name: 'role',
      type: 'select',
      label: '角色',
      required: true,
      defaultValue: 'organiser',
      options: optionsOf(STAFF_ROLES),
      access: { update: departmentField },
      admin: { description: '组织部门看全县；镇街看本镇街；组织者看本单位及其下级。' },
    },
    {
      name: 'unit',
      type: 'relationship',
      relationTo: 'units',
      label: '所属单位',
      required: true,
      index: true,
      maxDepth: 1,
      access: { update: departmentField },
    },
  ],
}
