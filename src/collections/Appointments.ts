import type { CollectionConfig } from 'payload'
import { anyOf, nobody, nobodyField, ownRecord, staffInScope } from '../access/rules.ts'
import { endedKey } from '../domain/appointments/appointments.ts'
import { POSTS, STANDINGS } from '../domain/appointments/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { dayField, ofPerson, personalTextField, revisionField, staffField, unitField } from './fields.ts'

const readOnly = { admin: { readOnly: true } } as const

/**
 * 任职: who answers for which unit, in which post, from when to when. Made, ended and handed over by calls of the
 * contract alone (src/operations/appointments); a post ends and is never deleted.
 */
export const Appointments: CollectionConfig = {
  slug: 'appointments',
  labels: { singular: '任职', plural: '任职' },
  defaultSort: '-from',
  // For those that begin and end today, without the reports that wait: the job of the county's midnight.
  indexes: [{ fields: ['standing', 'awaiting', 'from'] }, { fields: ['standing', 'to'] }],
  admin: {
    group: '组织',
    listSearchableFields: [PERSON_TITLE],
    defaultColumns: ['post', 'unit', 'personName', 'organisation', 'standing', 'from', 'to'],
    description: '谁在哪个单位任什么职、从何时到何时。任命、交接和结束在“任职与报到”里办理。',
  },
  access: { read: anyOf(staffInScope(), ownRecord('person')), create: nobody, update: nobody, delete: nobody },
  fields: [
    {
      name: 'panel',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/posts/AppointmentPanel.tsx#AppointmentPanel' } },
    },
    personTitleField('姓名、志愿者编号、完整的手机号或任职的组织'),
    {
      name: 'post',
      type: 'select',
      label: '岗位',
      required: true,
      options: optionsOf(POSTS),
      index: true,
      ...readOnly,
    },
    unitField({ label: '任职单位', ...readOnly }),
    ...ofPerson({ isPicked: false, isRequired: false }),
    {
      name: 'organisation',
      type: 'relationship',
      relationTo: 'units',
      label: '任职的组织',
      index: true,
      maxDepth: 1,
      admin: { readOnly: true, condition: ({ organisation }) => Boolean(organisation) },
    },
    {
      name: 'standing',
      type: 'select',
      label: '状态',
      required: true,
      options: optionsOf(STANDINGS),
      index: true,
      custom: { onErasure: 'ended' },
      ...readOnly,
    },
    dayField('from', '开始日期', { required: true, index: true, ...readOnly }),
    dayField('to', '结束日期', { index: true, ...readOnly }),
    personalTextField('source', '任命文号', { maxLength: 60, ...readOnly }),
    {
      name: 'awaiting',
      type: 'checkbox',
      label: '待社区确认',
      defaultValue: false,
      index: true,
      custom: { onErasure: false },
      ...readOnly,
    },
    {
      name: 'nameShownAt',
      type: 'date',
      label: '本人同意公开姓名',
      custom: { onErasure: null },
      ...readOnly,
    },
    personalTextField('endReason', '结束原因', { maxLength: 200, ...readOnly }),
    staffField('appointedBy', '经办人'),
    // The key of a post that has not ended (`keyFor`): the unique index lets nobody hold it twice.
    {
      name: 'holds',
      type: 'text',
      required: true,
      unique: true,
      index: true,
      hidden: true,
      access: { create: nobodyField, update: nobodyField, read: nobodyField },
      custom: { onErasure: (_: unknown, { id }: { id: string }) => endedKey(id) },
    },
    revisionField(),
  ],
}
