import type { Access, CollectionConfig } from 'payload'
import { anyOf, department, departmentField, nobodyField, townInScope } from '../access/rules.ts'
import { writeChangesOnly } from '../hooks/shared/writeChangesOnly.ts'
import { staffAccount, staffUser } from '../access/staffUser.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { DESKS, TASK_MAILS, STAFF_ROLES, STAFF_STATUSES } from '../domain/identity/vocabulary.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { passwordResetEndpoint } from '../endpoints/passwordReset.ts'
import { noFirstUserEndpoint } from '../endpoints/noFirstUser.ts'
import { noteLogIn } from '../hooks/identity/noteLogIn.ts'
import { forgetRightLogIn, limitLogIns } from '../hooks/identity/limitLogIns.ts'
import { staffStrategy } from '../hooks/identity/staffStrategy.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import {
  askSecondFactor,
  auditPassword,
  checkPassword,
  checkResetPassword,
  endLinksToOldAddress,
  endSessionsOfDisabled,
  hideWhoHasAnAccount,
  inviteWithoutPassword,
  keepInvitation,
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

/** Written by src/operations/identity alone. */
const kept = { access: { create: nobodyField, update: nobodyField } }
const unseen = { hidden: true, access: { create: nobodyField, read: nobodyField, update: nobodyField } }

export const Staff: CollectionConfig = {
  slug: 'staff',
  custom: { insteadOfDelete: '请改为“停用”：不能再登录，所登记的记录保留其姓名。' },
  labels: { singular: '工作人员', plural: '工作人员' },
  endpoints: [passwordResetEndpoint, noFirstUserEndpoint],
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
    components: { views: { invite: { Component: '/staff/InviteView.tsx#InviteView', path: '/create' } } },
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
    beforeOperation: [inviteWithoutPassword, limitLogIns, hideWhoHasAnAccount, checkResetPassword],
    afterOperation: [keepResetPassword],
    beforeValidate: [checkPassword],
    beforeChange: [
      noteEditOfAccount,
      keepInvitation,
      endLinksToOldAddress,
      keepLastDepartment,
      endSessionsOfDisabled,
      notePassword,
      writeChangesOnly,
    ],
    beforeDelete: [keepLastDepartmentOnDelete],
    beforeLogin: [askSecondFactor],
    afterLogin: [forgetRightLogIn, noteLogIn],
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
    {
      name: 'leavingNotice',
      type: 'ui',
      admin: {
        position: 'sidebar',
        disableListColumn: true,
        components: { Field: '/staff/Handover.tsx#LeavingNotice' },
      },
    },
    {
      name: 'invitedAt',
      type: 'date',
      label: '邀请发出',
      ...kept,
      admin: {
        readOnly: true,
        position: 'sidebar',
        condition: (data) => data.status === 'invited' && Boolean(data.invitedAt),
        date: { pickerAppearance: 'dayAndTime', displayFormat: 'yyyy-MM-dd HH:mm' },
      },
    },
    // When the invitation is to be sent: left by the write that makes the account, moved on by who sends it.
    { name: 'inviteDueAt', type: 'date', index: true, ...unseen },
    {
      name: 'invitation',
      type: 'ui',
      admin: {
        position: 'sidebar',
        disableListColumn: true,
        components: { Field: '/staff/Invitation.tsx#Invitation' },
      },
    },
    {
      name: 'secondFactorSince',
      type: 'date',
      label: '两步验证开启于',
      ...kept,
      admin: { readOnly: true, hidden: true },
    },
    { name: 'totpSecret', type: 'text', ...unseen, custom: { personal: true } },
    // The time step of the last code that was taken: none is taken twice.
    { name: 'totpStep', type: 'number', ...unseen },
    // Hashes, by blanks.
    { name: 'recoveryCodes', type: 'text', ...unseen },
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
        description: '只在修改自己的密码或邮箱时填写。',
        components: { Field: '/session/CurrentPassword.tsx#CurrentPassword' },
      },
    },
    { name: 'name', type: 'text', label: '姓名', required: true, maxLength: 40, ...ofTextKind('name') },
    {
      name: 'taskMail',
      type: 'select',
      label: '待办邮件',
      defaultValue: 'daily',
      options: optionsOf(TASK_MAILS),
      admin: {
        description:
          '每日一封：早上 8 点，把等您办的事发到邮箱，没有待办就不发。随时：有新的待办几分钟内就发，夜里的早上再发。',
      },
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
    {
      name: 'desks',
      type: 'select',
      hasMany: true,
      label: '工作台',
      defaultValue: ['activities'],
      options: optionsOf(DESKS),
      access: { update: departmentField },
      admin: {
        description:
          '预先登记办理哪些事，目前不影响权限：诉求、关爱服务和民生实事的工作台启用后才按此开放，活动对所有工作人员开放。',
      },
    },
    {
      name: 'handover',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/staff/Handover.tsx#Handover' } },
    },
    {
      name: 'security',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/staff/Security.tsx#Security' } },
    },
  ],
}
