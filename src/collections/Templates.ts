import type { CollectionConfig } from 'payload'
import { anyStaff, inScopeOrAbove, staffInScope } from '../access/rules.ts'
import { MAX_DURATION_HOURS, USUAL_DURATION } from '../domain/activities/activityRules.ts'
import { MINUTE_MS } from '../domain/shared/calendar.ts'
import { auditChange, auditDelete } from '../hooks/shared/audit.ts'
import { requireUnitInScope } from '../hooks/shared/requireUnitInScope.ts'
import {
  contactRow,
  descriptionField,
  ledgerField,
  lineRow,
  minimumField,
  partyRow,
  placeRow,
  questionsField,
  seatsRow,
  selfCheckInField,
  titleField,
  unitRow,
} from './activityFields.ts'

/**
 * An activity without its day, to be published again and again. A collection of its own, so that no list, number,
 * public page or export of activities can ever take one for an activity.
 */
export const Templates: CollectionConfig = {
  slug: 'templates',
  labels: { singular: '活动模板', plural: '活动模板' },
  admin: {
    group: '活动',
    useAsTitle: 'name',
    defaultColumns: ['name', 'line', 'unit', 'place', 'capacity'],
    listSearchableFields: ['name', 'title', 'place'],
    description: '上级单位的模板本单位也能用，由上级修改。用“从模板新建”发布。',
  },
  access: { read: inScopeOrAbove(), create: anyStaff, update: staffInScope(), delete: staffInScope() },
  hooks: { beforeValidate: [requireUnitInScope], afterChange: [auditChange], afterDelete: [auditDelete] },
  fields: [
    { name: 'name', type: 'text', label: '模板名称', required: true, minLength: 2, maxLength: 60 },
    titleField(),
    lineRow(),
    unitRow({ admin: { description: '本单位和下级单位都能使用。' } }),
    placeRow(),
    seatsRow(),
    {
      name: 'duration',
      type: 'number',
      label: '时长（分钟）',
      required: true,
      defaultValue: USUAL_DURATION / MINUTE_MS,
      min: 1,
      max: MAX_DURATION_HOURS * 60,
    },
    ledgerField(),
    questionsField(),
    descriptionField(),
    contactRow(),
    partyRow(),
    minimumField(),
    selfCheckInField(),
  ],
}
