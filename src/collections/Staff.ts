import type { Access, CollectionConfig } from 'payload'
import { anyOf, department, departmentField, nobodyField, townInScope } from '../access/rules.ts'
import { writeChangesOnly } from '../hooks/shared/writeChangesOnly.ts'
import { staffAccount, staffUser } from '../access/staffUser.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { STAFF_ROLES, STAFF_STATUSES } from '../domain/identity/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { passwordResetEndpoint } from '../endpoints/passwordReset.ts'
import { forgetRightLogIn, limitLogIns } from '../hooks/identity/limitLogIns.ts'
import { staffStrategy } from '../hooks/identity/staffStrategy.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import {
  auditPassword,
  checkPassword,
  checkResetPassword,
  endSessionsOfDisabled,
  hideWhoHasAnAccount,
  keepResetPassword,
  keepLastDepartment,
  keepLastDepartmentOnDelete,
  noteEditOfAccount,
  notePassword,
} from '../hooks/identity/staff.ts'

const self: Access = ({ req }) => {
  const staff = staffAccount(req)
  return staff !== null && { id: { equals: staff.id } }
}

export const Staff: CollectionConfig = {
  slug: 'staff',
  custom: { insteadOfDelete: '请改为“停用”：不能再登录，所登记的记录保留其姓名。' },
  labels: { singular: '工作人员', plural: '工作人员' },
  endpoints: [passwordResetEndpoint],
  // Guesses are limited by account and network (src/hooks/identity/limitLogIns.ts): a lock on the account alone would
  // lock its owner out.
  auth: {
    tokenExpiration: 8 * 3600,
    maxLoginAttempts: 0,
    cookies: { sameSite: 'Lax' },
    strategies: [staffStrategy],
  },
  admin: {
    group: '组织',
    useAsTitle: 'name',
    defaultColumns: ['name', 'role', 'unit', 'status', 'email'],
    listSearchableFields: ['name', 'email'],
  },
  access: {
    read: anyOf(townInScope(), self),
    create: department,
    update: anyOf(department, self),
    delete: department,
    unlock: department,
    admin: ({ req }) => staffUser(req) !== null,
  },
  hooks: {
    beforeOperation: [limitLogIns, hideWhoHasAnAccount, checkResetPassword],
    afterOperation: [keepResetPassword],
    beforeValidate: [checkPassword],
    beforeChange: [noteEditOfAccount, keepLastDepartment, endSessionsOfDisabled, notePassword, writeChangesOnly],
    beforeDelete: [keepLastDepartmentOnDelete],
    afterLogin: [forgetRightLogIn],
    afterChange: [auditChange, auditPassword],
    afterDelete: [auditDelete],
  },
  fields: [
    {
      name: 'status',
      type: 'select',
      label: '状态',
      defaultValue: 'active',
      options: optionsOf(STAFF_STATUSES),
      index: true,
      access: { update: departmentField },
      admin: { position: 'sidebar', description: '停用后立即不能使用，也不能再登录；所登记的记录保留其姓名。' },
    },
    // Set where somebody else set the password (src/hooks/identity/staff.ts).
    {
      name: 'mustChangePassword',
      type: 'checkbox',
      label: '须先改密码',
      defaultValue: false,
      access: { create: nobodyField, update: nobodyField },
      admin: {
        readOnly: true,
        position: 'sidebar',
        condition: (data) => data.mustChangePassword === true,
        description: '密码是别人设置的：本人登录后要先换成自己的，才能办理其他事项。',
      },
    },
    {
      name: 'currentPassword',
      type: 'text',
      label: '现在的密码',
      virtual: true,
      maxLength: 128,
      admin: {
        disableListColumn: true,
        disableListFilter: true,
        condition: (data, _, { user }) => data.id !== undefined && data.id === user?.id,
        description: '只在修改自己的密码时填写。',
        components: { Field: '/session/CurrentPassword.tsx#CurrentPassword' },
      },
    },
    { name: 'name', type: 'text', label: '姓名', required: true, maxLength: 40, ...ofTextKind('name') },
    {
      name: 'digest',
      type: 'checkbox',
      label: '每日待办邮件',
      defaultValue: true,
      admin: { description: '每天早上 8 点，把等您办的事发到邮箱；没有待办就不发。' },
    },
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
