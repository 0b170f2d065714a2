import type { CollectionBeforeValidateHook } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { COLUMNS } from '../../domain/records/participationRecord.ts'
import { definitionSchema } from '../../domain/records/requests.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { allowedColumns, requireAllowedFilters } from '../../operations/records/exportParticipations.ts'
import { asApiError } from '../shared/asApiError.ts'

/** An export is its maker's, who could run it now. */
export const checkDefinition: CollectionBeforeValidateHook = ({ data, operation, originalDoc, req }) => {
  const staff = staffUser(req)
  const given = { ...data, ...(operation === 'create' && staff && { owner: staff.id }) }
  const { columns, filters, format } = { ...originalDoc, ...given } as Record<string, unknown>
  const parsed = definitionSchema.safeParse({ columns, filters, format })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = String(issue?.path[0] ?? 'filters')
    const sentence = /\p{Script=Han}/u.test(issue?.message ?? '')
      ? String(issue?.message)
      : '内容不符合要求，请从“导出记录”页面保存'
    throw asApiError(new AppError('invalid-input', `${sentence}。`, { [field]: sentence }))
  }
  try {
    allowedColumns(req, COLUMNS, parsed.data.columns.join(','))
    requireAllowedFilters(req, parsed.data.filters)
  } catch (error) {
    throw error instanceof AppError ? asApiError(error) : error
  }
  return given
}
