import type { CollectionConfig } from 'payload'
import { anyOf, anyStaffField, nobody, nobodyField, ownRecord, staffInScope } from '../access/rules.ts'
import type { OnErasure } from '../domain/people/erasure.ts'
import {
  CHANNELS,
  MESSAGE_KINDS,
  MESSAGE_STATES,
  SKIP_REASONS,
  STAFF_MESSAGE_KINDS,
} from '../domain/messages/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { ofPerson, personal, revisionField, staffField, unitField } from './fields.ts'

const date = { pickerAppearance: 'dayAndTime' as const, displayFormat: 'yyyy-MM-dd HH:mm' }
const sealed = { hidden: true, access: { create: nobodyField, update: nobodyField, read: nobodyField } }

/**
 * One row an event and person, or a day and staff member (docs/messages.md). It names nobody and says nothing: text and
 * address are put together when the message is sent. Written by src/operations (planMessages, planDigests,
 * sendMessages) alone.
 */
export const Messages: CollectionConfig = {
  slug: 'messages',
  labels: { singular: '消息', plural: '消息' },
  custom: { onErasure: 'deleted' satisfies OnErasure },
  defaultSort: '-createdAt',
  admin: {
    group: '人员与报名',
    listSearchableFields: [PERSON_TITLE],
    defaultColumns: ['personName', 'kind', 'activity', 'state', 'channel', 'attempts', 'sentAt'],
    description:
      '系统发给报名人的消息和发给工作人员的每日待办，只读。内容在发送时生成，此处不保存；各类消息的样式见“消息样式”。',
  },
  access: { read: anyOf(staffInScope(), ownRecord('person')), create: nobody, update: nobody, delete: nobody },
  fields: [
    personTitleField('姓名、志愿者编号、完整的手机号或活动名称'),
    ...ofPerson({ isPicked: false, isRequired: false }),
    // The member of staff who is told what waits; organisers read no accounts but their own.
    staffField('staff', '工作人员', {
      custom: { isOwned: true },
      index: true,
      admin: {
        condition: (data, _, { user }) =>
          Boolean(data.staff) && user?.collection === 'staff' && user.role !== 'organiser',
      },
    }),
    {
      name: 'kind',
      type: 'select',
      label: '消息',
      required: true,
      options: optionsOf({ ...MESSAGE_KINDS, ...STAFF_MESSAGE_KINDS }),
      index: true,
    },
    { name: 'activity', type: 'relationship', relationTo: 'activities', label: '活动', index: true, maxDepth: 1 },
    {
      name: 'registration',
      type: 'relationship',
      relationTo: 'registrations',
      custom: { isOwned: true },
      label: '报名记录',
      index: true,
      maxDepth: 0,
    },
    // The organiser's own words, where that is what was sent.
    {
      name: 'broadcast',
      type: 'relationship',
      relationTo: 'broadcasts',
      label: '群发消息',
      index: true,
      maxDepth: 0,
      access: { read: anyStaffField },
      admin: { disableListColumn: true, condition: (data) => Boolean(data.broadcast) },
    },
    unitField(),
    {
      name: 'state',
      type: 'select',
      label: '状态',
      required: true,
      defaultValue: 'waiting',
      options: optionsOf(MESSAGE_STATES),
      index: true,
    },
    { name: 'reason', type: 'select', label: '无须发送的原因', options: optionsOf(SKIP_REASONS) },
    { name: 'channel', type: 'select', label: '方式', options: optionsOf(CHANNELS) },
    {
      type: 'row',
      fields: [
        // When the next attempt may be made; while one is under way, when it is taken for dead.
        { name: 'dueAt', type: 'date', label: '下次发送时间', required: true, index: true, admin: { date } },
        { name: 'attemptedAt', type: 'date', label: '最近一次尝试', admin: { date } },
        { name: 'sentAt', type: 'date', label: '发送时间', admin: { date } },
      ],
    },
    {
      type: 'row',
      fields: [
        { name: 'attempts', type: 'number', label: '尝试次数', required: true, defaultValue: 0 },
        {
          name: 'doubts',
          type: 'number',
          label: '其中没有得到答复',
          required: true,
          defaultValue: 0,
          admin: { description: '可能已经送达；再次发送时编号不变，由对方服务器识别。' },
        },
      ],
    },
    { name: 'error', type: 'text', ...personal, label: '最近一次失败', maxLength: 60, access: { read: anyStaffField } },
    { name: 'key', type: 'text', required: true, unique: true, index: true, ...sealed },
    { name: 'reference', type: 'text', ...sealed },
    revisionField(),
  ],
}
