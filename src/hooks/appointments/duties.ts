import type { CollectionBeforeValidateHook } from 'payload'
import { MOST_PUBLIC_LABELS } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { asApiError } from '../shared/asApiError.ts'

/** More tiles than that nobody looks through on a phone. */
export const keepPublicLabelsFew: CollectionBeforeValidateHook = async ({ data, originalDoc, req }) => {
  const { publicLabel, active } = { ...originalDoc, ...data }
  if (typeof publicLabel !== 'string' || active === false) return data
  const { docs } = await req.payload.find({
    collection: 'duties',
    where: { active: { equals: true } },
    select: { publicLabel: true },
    pagination: false,
    depth: 0,
    overrideAccess: true,
    req,
  })
  const others = docs.filter(({ id }) => id !== originalDoc?.id).map((duty) => duty.publicLabel)
  if (new Set([...others, publicLabel]).size > MOST_PUBLIC_LABELS)
    throw asApiError(
      new AppError('invalid-input', `在用的事项最多 ${MOST_PUBLIC_LABELS} 个居民看到的名称，请用已有的名称。`, {
        publicLabel: '请用已有的名称',
      }),
    )
  return data
}
