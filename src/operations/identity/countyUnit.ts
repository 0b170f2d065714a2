import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'

/** The county's unit, made by this name where there is none yet. @throws AppError invalid-input where none is named */
export async function countyUnit(req: PayloadRequest, name: string | undefined): Promise<string> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { kind: { equals: 'county' } },
    sort: 'createdAt',
    limit: 1,
    pagination: false,
    depth: 0,
    overrideAccess: true,
    req,
  })
  if (docs[0]) return docs[0].id
  if (name === undefined)
    throw new AppError('invalid-input', '还没有县级单位，请填写单位名称。', { unit: '请填写单位名称' })
  return (
    await req.payload.create({
      collection: 'units',
      data: { name, kind: 'county' },
      depth: 0,
      overrideAccess: true,
      req,
    })
  ).id
}
