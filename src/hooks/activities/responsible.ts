import type { CollectionBeforeChangeHook, FieldHook, PayloadRequest } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requireFit } from '../../operations/activities/responsible.ts'
import { staffOnRecords } from '../../operations/identity/namesOnRecords.ts'
import { asApiError } from '../shared/asApiError.ts'

const idOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : ((value as string | null) ?? null)

/**
 * The maker of an activity is responsible for it until somebody else is chosen, who can be. An activity that goes to
 * another unit, or whose responsible account is switched off, keeps the name that it has.
 */
export const keepResponsible: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  const staff = staffUser(req)
  if (!staff) return data
  const chosen = idOf(data.responsible)
  if (operation === 'create' && chosen === null) return { ...data, responsible: staff.id }
  if (!('responsible' in data) || chosen === idOf(originalDoc?.responsible)) return data
  try {
    await requireFit(req, chosen, [idOf(data.unit ?? originalDoc?.unit) ?? ''], 'responsible')
  } catch (error) {
    throw error instanceof AppError ? asApiError(error) : error
  }
  return data
}

/** The name, for staff alone; each account is read once a request. */
export const readResponsibleName: FieldHook = async ({ data, req }) => {
  if (!staffUser(req) || !data?.id) return null
  const id = idOf(data.responsible)
  return id === null ? null : nameOf(req, id)
}

function nameOf(req: PayloadRequest, id: string): Promise<string | null> {
  const known = (req.context.staffNames ??= new Map()) as Map<string, Promise<string | null>>
  const name = known.get(id) ?? staffOnRecords(req, [id]).then((names) => names.get(id) ?? null)
  known.set(id, name)
  return name
}
