import { getTranslation } from '@payloadcms/translations'
import {
  addDataAndFileToRequest,
  combineQueries,
  executeAccess,
  parseParams,
  type CollectionSlug,
  type Endpoint,
  type PayloadRequest,
  type SanitizedCollectionConfig,
  type SanitizedConfig,
} from 'payload'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { oneByOne } from '../../operations/shared/oneByOne.ts'
import { toldError } from './answerErrors.ts'
import { asApiError } from './asApiError.ts'
import { isNarrowing } from './soundQueries.ts'

/**
 * How many records one request may change or delete: a few seconds' work at most would be done for one, while all
 * others wait.
 */
export const MAX_CHANGED = 50

type Change = 'update' | 'delete'
const CHANGES = new Map<string, Change>([
  ['patch /', 'update'],
  ['delete /', 'delete'],
])

/**
 * Payload's changes of many records by a filter, which the admin uses for what is selected in a list: never more than
 * 50 at once, each by itself as the call for one record does it, with an outcome of its own. Payload would work on all
 * of them at the same moment.
 */
export function withBulkChanges(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (collection.endpoints === false) continue
    collection.endpoints = collection.endpoints.map((endpoint) => {
      const change = CHANGES.get(`${endpoint.method} ${endpoint.path}`)
      return change === undefined ? endpoint : { ...endpoint, handler: changing(collection, change) }
    })
  }
  return config
}

const changing =
  (collection: SanitizedCollectionConfig, change: Change): Endpoint['handler'] =>
  async (req) => {
    if (change === 'update') await addDataAndFileToRequest(req)
    const ids = await idsOf(req, collection, change)
    const docs: unknown[] = []
    const errors: { id: string; message: string; data: object }[] = []
    await oneByOne(req, ids, async (id) => {
      try {
        docs.push(await runInTransaction(req, () => changeOne(req, collection.slug, change, id)))
      } catch (error) {
        errors.push({ id, ...toldError(error, req, collection) })
      }
    })
    const { singular, plural } = collection.labels
    const label = getTranslation(ids.length === 1 ? singular : plural, req.i18n)
    if (errors.length > 0)
      return Response.json(
        {
          docs,
          errors,
          message: req.t(`error:unableTo${change === 'update' ? 'Update' : 'Delete'}Count`, {
            count: errors.length,
            label,
            total: ids.length,
          }),
        },
        { status: 400 },
      )
    return Response.json({
      docs,
      errors,
      message: req.t(`general:${change}dCountSuccessfully`, { count: docs.length, label }),
    })
  }

/** @throws APIError for a filter that names nothing, or more than may be changed at once; forbidden */
async function idsOf(
  req: PayloadRequest,
  { slug, access }: SanitizedCollectionConfig,
  change: Change,
): Promise<string[]> {
  const { where, sort, limit } = parseParams(req.query)
  if (where === undefined || !isNarrowing(where)) throw asApiError(new AppError('invalid-input'))
  const allowed = await executeAccess({ req, ...(change === 'update' && { data: req.data }) }, access[change])
  const { docs, totalDocs } = await req.payload.find({
    collection: slug,
    where: combineQueries(where, allowed),
    ...(sort && { sort }),
    limit: limit ? Math.min(limit, MAX_CHANGED) : MAX_CHANGED,
    select: { createdAt: true },
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const count = limit ? Math.min(limit, totalDocs) : totalDocs
  if (count <= MAX_CHANGED) return docs.map(({ id }) => String(id))
  const sentence = `所选的有 ${count} 条，一次最多更改或删除 ${MAX_CHANGED} 条，未作任何更改：请缩小筛选范围，或分几次选择。`
  throw asApiError(new AppError('invalid-input', sentence, { where: sentence }))
}

async function changeOne(
  req: PayloadRequest,
  collection: CollectionSlug,
  change: Change,
  id: string,
): Promise<unknown> {
  const { depth, overrideLock = false, select } = parseParams(req.query)
  const one = {
    collection,
    id,
    ...(depth !== undefined && { depth }),
    ...(select && { select }),
    overrideLock,
    overrideAccess: false,
    req,
    user: req.user,
  }
  return change === 'update' ? req.payload.update({ ...one, data: req.data ?? {} }) : req.payload.delete(one)
}
