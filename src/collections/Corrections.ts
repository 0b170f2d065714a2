import type { CollectionConfig } from 'payload'
import {
  anyOf,
  anyStaffField,
  insideUseCase,
  insideUseCaseField,
  nobody,
  nobodyField,
  ownRecord,
  staffInScope,
} from '../access/rules.ts'
import type { OnErasure } from '../domain/people/erasure.ts'
import { CORRECTION_STATUSES } from '../domain/attendance/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { MAX_WISH } from '../domain/shared/requests.ts'
import { readPersonField } from '../hooks/seats/registrations.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { markChanged } from '../hooks/shared/protectFields.ts'
import { personalTextField, revisionField, staffField, unitField, unnotifiedField } from './fields.ts'

const readOnly = { admin: { readOnly: true } } as const

/** Asked for by the person, answered by staff: both by calls of the contract alone. */
export const Corrections: CollectionConfig = {
  slug: 'corrections',
  labels: { singular: '更正申请', plural: '更正申请' },
  custom: { onErasure: 'deleted' satisfies OnErasure },
  defaultSort: '-createdAt',
  admin: {
    group: '人员与报名',
    listSearchableFields: [PERSON_TITLE],
    defaultColumns: ['personName', 'wish', 'status', 'activity', 'createdAt'],
    description: '本人申请更正参与或服务记录。请在“报名与到场”中核对后答复，写明理由，本人可见。',
  },
  access: {
    read: anyOf(staffInScope(), ownRecord('person')),
    create: insideUseCase('requestCorrection'),
    update: nobody,
    delete: nobody,
  },
  hooks: { beforeChange: [markChanged()] },
  fields: [
    personTitleField('姓名、志愿者编号、完整的手机号或活动名称'),
    {
      name: 'personName',
      type: 'text',
      label: '姓名',
      virtual: true,
      access: { read: anyStaffField },
      admin: { readOnly: true },
      hooks: { afterRead: [readPersonField('name')] },
    },
    personalTextField('wish', '申请内容', { required: true, maxLength: MAX_WISH, ...readOnly }),
    {
      name: 'registration',
      type: 'relationship',
      relationTo: 'registrations',
      custom: { isOwned: true },
      label: '报名记录',
      required: true,
      index: true,
      maxDepth: 0,
      ...readOnly,
    },
    {
      name: 'activity',
      type: 'relationship',
      relationTo: 'activities',
      label: '活动',
      required: true,
      index: true,
      maxDepth: 1,
      ...readOnly,
    },
    {
      name: 'person',
      type: 'relationship',
      relationTo: 'people',
      label: '人员',
      required: true,
      index: true,
      maxDepth: 0,
      ...readOnly,
    },
    unitField({ ...readOnly }),
    {
      name: 'status',
      type: 'select',
      label: '状态',
      required: true,
      defaultValue: 'open',
      options: optionsOf(CORRECTION_STATUSES),
      index: true,
      ...readOnly,
    },
    personalTextField('answer', '答复', { maxLength: MAX_WISH, ...readOnly }),
    staffField('answeredBy', '答复人'),
    { name: 'answeredAt', type: 'date', label: '答复时间', ...readOnly },
    // The registration while the request is open, a random value after: the unique index lets one be open at a time.
    {
      name: 'openFor',
      type: 'text',
      unique: true,
      index: true,
      hidden: true,
      access: { create: insideUseCaseField('requestCorrection'), update: nobodyField, read: nobodyField },
    },
    unnotifiedField(),
    revisionField(),
  ],
}
