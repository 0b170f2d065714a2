import type { CollectionConfig, Condition } from 'payload'
import {
  anyOf,
  insideUseCase,
  insideUseCaseField,
  nobody,
  nobodyField,
  ownRecord,
  staffInScope,
} from '../access/rules.ts'
import { MAX_NOTE } from '../domain/shared/requests.ts'
import { CERTIFICATE_KINDS } from '../domain/certificates/vocabulary.ts'
import { optionsOf } from '../domain/shared/vocabulary.ts'
import { markChanged } from '../hooks/shared/protectFields.ts'
import { PERSON_TITLE, personTitleField } from '../hooks/people/searchByPerson.ts'
import { ofTextKind } from '../hooks/shared/tidyTexts.ts'
import { ofPerson, personalTextField, revisionField, staffField, unitField, unnotifiedField } from './fields.ts'

const readOnly = { admin: { readOnly: true } } as const
const sealed = {
  hidden: true,
  access: { create: insideUseCaseField('issueCertificates'), update: nobodyField, read: nobodyField },
} as const
const day = (name: string, label: string, pickerAppearance: 'dayOnly' | 'dayAndTime' = 'dayOnly') =>
  ({
    name,
    type: 'date',
    label,
    admin: {
      readOnly: true,
      date: { pickerAppearance, displayFormat: pickerAppearance === 'dayOnly' ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm' },
    },
  }) as const

const isRevoked: Condition = (data) => Boolean(data.revokedAt)

/** Facts of more services than a person can have in a lifetime. */
const MAX_FACTS = 2_000_000

/**
 * Written by src/operations (issueCertificates, revokeCertificate) alone, and never deleted, by an erasure neither: a
 * number that somebody holds on paper stays verifiable, and names nobody.
 */
export const Certificates: CollectionConfig = {
  slug: 'certificates',
  labels: { singular: '志愿服务证明', plural: '志愿服务证明' },
  defaultSort: '-issuedAt',
  admin: {
    group: '人员与报名',
    useAsTitle: 'number',
    defaultColumns: ['number', 'personName', 'kind', 'unit', 'minutes', 'issuedAt', 'revokedAt'],
    listSearchableFields: ['number', 'issuer', PERSON_TITLE],
    description:
      '免费出具，可公开核验。按活动出具：在活动的“报名与到场”里勾选人员；按时段出具：见列表上方。证明不能修改，记录更正后请撤销再出具。',
    components: { beforeListTable: ['/certificates/IssueForPeriod.tsx#IssueForPeriod'] },
  },
  access: {
    read: anyOf(staffInScope(), ownRecord('person')),
    create: insideUseCase('issueCertificates'),
    update: nobody,
    delete: nobody,
  },
  hooks: { beforeChange: [markChanged()] },
  fields: [
    {
      name: 'panel',
      type: 'ui',
      admin: { disableListColumn: true, components: { Field: '/certificates/CertificatePanel.tsx#CertificatePanel' } },
    },
    { name: 'number', type: 'text', label: '证明编号', required: true, unique: true, index: true, ...readOnly },
    personTitleField('姓名'),
    // A person who served here may report to another unit.
    ...ofPerson({ isPicked: false }),
    { name: 'kind', type: 'select', label: '类别', required: true, options: optionsOf(CERTIFICATE_KINDS), ...readOnly },
    {
      name: 'activity',
      type: 'relationship',
      relationTo: 'activities',
      label: '活动',
      index: true,
      maxDepth: 1,
      admin: { readOnly: true, condition: (data) => Boolean(data.activity) },
    },
    { type: 'row', fields: [day('from', '起'), day('to', '止')] },
    { name: 'minutes', type: 'number', label: '服务时长（分钟）', required: true, min: 0, ...readOnly },
    unitField({ label: '出具单位', ...readOnly }),
    { name: 'issuer', type: 'text', label: '出具时的单位名称', required: true, ...readOnly },
    {
      type: 'row',
      fields: [day('issuedAt', '出具时间', 'dayAndTime'), staffField('issuedBy', '经办人')],
    },
    {
      type: 'row',
      admin: { condition: isRevoked },
      fields: [day('revokedAt', '撤销时间', 'dayAndTime'), staffField('revokedBy', '撤销人')],
    },
    personalTextField('revocationReason', '撤销原因', {
      maxLength: MAX_NOTE,
      admin: { readOnly: true, condition: isRevoked },
    }),
    // All that stands on the paper. The person reads it with their data; everyone else reads the PDF.
    personalTextField('facts', '证明内容', {
      maxLength: MAX_FACTS,
      ...ofTextKind('untouched'),
      admin: { hidden: true },
      access: {
        create: insideUseCaseField('issueCertificates'),
        update: nobodyField,
        read: insideUseCaseField('getMyData'),
      },
    }),
    // Signs what the verification page tells, so that a row that was tampered with verifies no more.
    { name: 'seal', type: 'text', ...sealed },
    // The service that it is issued for, while it stands; a random value after: the unique index keeps two from being
    // issued for the same.
    { name: 'claim', type: 'text', unique: true, index: true, ...sealed },
    unnotifiedField(insideUseCaseField('issueCertificates')),
    revisionField(),
  ],
}
