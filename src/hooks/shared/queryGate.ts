import type { Endpoint, FlattenedField, PayloadRequest, SanitizedCollectionConfig, SanitizedConfig } from 'payload'
import { staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { sizeOf } from '../../domain/shared/filters.ts'
import { asApiError } from './asApiError.ts'
import { fieldsAt, pathsOf, wayOf } from './soundQueries.ts'

/** How much one request may ask of Payload's REST. Our own calls have bounds of their own. */
const BOUNDS = {
  visitor: { limit: 100, depth: 1, size: 100 },
  // The admin asks for all units of a subtree at once, for its pickers.
  staff: { limit: 500, depth: 2, size: 1000 },
}
type Bounds = (typeof BOUNDS)['visitor']

const MAX_SORTS = 3

/**
 * The addresses that Payload serves at every collection, by method and path; the rest is the contract's, or Payload's
 * log-in.
 */
const GUARDED = new Set([
  'get /',
  'get /count',
  'get /:id',
  'post /',
  'patch /',
  'patch /:id',
  'delete /',
  'delete /:id',
  'post /:id/duplicate',
  'post /access/:id?',
])

/**
 * Lets through to Payload's REST what a list allows, and refuses the rest before any query is made: parameters that are
 * known, pages of bounded size, filters and selections of fields that the role may read, sorting by fields with an
 * index.
 */
export function withQueryGate(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections) {
    if (collection.endpoints === false) continue
    collection.endpoints = collection.endpoints.map((endpoint) =>
      GUARDED.has(`${endpoint.method} ${endpoint.path}`) && !endpoint.custom?.isOfContract
        ? guarded(endpoint, collection)
        : endpoint,
    )
  }
  return config
}

const guarded = (endpoint: Endpoint, collection: SanitizedCollectionConfig): Endpoint => ({
  ...endpoint,
  handler: async (req) => {
    // A POST that stands for a GET may bring its query as a body, which Payload's read of one record takes.
    const body = endpoint.method === 'get' && typeof req.data === 'object' ? req.data : {}
    await refuseQuery(req, collection, endpoint.method === 'get', { ...req.query, ...body })
    return endpoint.handler(req)
  },
})

async function refuseQuery(
  req: PayloadRequest,
  collection: SanitizedCollectionConfig,
  isReading: boolean,
  query: Record<string, unknown>,
): Promise<void> {
  const bounds = staffUser(req) ? BOUNDS.staff : BOUNDS.visitor
  for (const [name, value] of Object.entries(query)) {
    // Payload's log-in leaves a depth of undefined behind.
    if (value === undefined) continue
    const problem = await problemOf(name, value, { req, collection, isReading, bounds })
    if (problem !== null) throw asApiError(new AppError('invalid-input', `${problem}（${name}）`, { [name]: problem }))
  }
  if (isReading && isFalse(query.pagination) && query.limit === undefined)
    throw asApiError(
      new AppError('invalid-input', `请用 limit 说明要几条，最多 ${bounds.limit} 条。`, {
        pagination: '须与 limit 同用',
      }),
    )
}

interface Gate {
  req: PayloadRequest
  collection: SanitizedCollectionConfig
  isReading: boolean
  bounds: Bounds
}

const isFalse = (value: unknown): boolean => value === 'false' || value === false
const isFlag = (value: unknown): boolean => isFalse(value) || value === 'true' || value === true
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isWithin = (value: unknown, least: number, most: number): boolean =>
  /^\d{1,6}$/.test(String(value)) && Number(value) >= least && Number(value) <= most

/** The fault of one parameter, or null. */
async function problemOf(
  name: string,
  value: unknown,
  { req, collection, isReading, bounds }: Gate,
): Promise<string | null> {
  switch (name) {
    case 'limit':
      // Changes of many records have no pages; the admin says so.
      return isWithin(value, isReading ? 1 : 0, bounds.limit) ? null : `应为 1 到 ${bounds.limit} 的整数`
    case 'page':
      return isWithin(value, 1, 100_000) ? null : '应为 1 到 100000 的整数'
    case 'depth':
      return isWithin(value, 0, bounds.depth) ? null : `应为 0 到 ${bounds.depth} 的整数`
    case 'pagination':
    case 'draft':
    case 'trash':
    case 'autosave':
    case 'overrideLock':
      return isFlag(value) ? null : '应为 true 或 false'
    case 'locale':
    case 'fallback-locale':
    case 'fallbackLocale':
      return typeof value === 'string' && /^[\w-]{1,10}$/.test(value) ? null : '没有这种语言'
    case 'sort':
      return isSortable(value, req, collection) ? null : '不能按此排序'
    case 'select':
      return isPlain(value) &&
        Object.entries(value).every(([field, inner]) => isSelectable([field], inner, req, collection))
        ? null
        : '不能选取此项'
    case 'where':
      return filterProblem(value, req, collection, bounds)
    default:
      return '不认识的参数，请删除后重试'
  }
}

/** Whether the role may read a field, by its rule alone: where that depends on the record, it may not be asked by. */
function isReadable(field: FlattenedField, req: PayloadRequest): boolean {
  // A field that is made up for a reader is no column. It may be asked for only where a hook answers it
  // (searchByPerson.ts).
  if (('hidden' in field && field.hidden) || ('virtual' in field && field.virtual && field.custom?.isSearched !== true))
    return false
  const rule = 'access' in field ? field.access?.read : undefined
  return rule === undefined || rule({ req, siblingData: {}, data: {}, blockData: {}, doc: {} }) === true
}

function isSortable(
  sort: unknown,
  req: PayloadRequest,
  { flattenedFields, admin, defaultSort }: SanitizedCollectionConfig,
): boolean {
  const paths = pathsOf(typeof sort === 'string' ? sort.split(',') : sort)
  const named = ['id', 'createdAt', 'updatedAt', admin.useAsTitle, ...pathsOf(defaultSort)]
  return (
    paths.length <= MAX_SORTS &&
    paths.every((path) => {
      if (typeof path !== 'string') return false
      if (path === 'id') return true
      const field = fieldsAt([path], flattenedFields)?.[0]
      return (
        field !== undefined &&
        isReadable(field, req) &&
        (named.includes(path) ||
          ('index' in field && field.index === true) ||
          ('unique' in field && field.unique === true))
      )
    })
  )
}

function isSelectable(
  path: string[],
  value: unknown,
  req: PayloadRequest,
  collection: SanitizedCollectionConfig,
): boolean {
  if (isPlain(value))
    return Object.entries(value).every(([name, inner]) => isSelectable([...path, name], inner, req, collection))
  if (!isFlag(value)) return false
  if (path.join('.') === 'id') return true
  // A field that the role may not read comes as nothing; a field that nobody has is a mistake.
  return fieldsAt(path, collection.flattenedFields) !== null
}

async function filterProblem(
  value: unknown,
  req: PayloadRequest,
  collection: SanitizedCollectionConfig,
  { size }: Bounds,
): Promise<string | null> {
  const where = parsed(value)
  if (where === undefined) return '不是有效的 JSON'
  if (sizeOf(where) > size) return `条件过多，最多 ${size} 个`
  for (const path of pathsIn(where)) if (!(await isAskable(path, req, collection))) return '不能按此筛选'
  return null
}

/** Undefined for text that is no JSON, which only a body of a POST that stands for a GET can still bring here. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return undefined
  }
}

/** All paths of a filter, whatever its shape: what is none is refused later. */
function pathsIn(where: unknown): string[] {
  if (!isPlain(where)) return []
  return Object.entries(where).flatMap(([path, constraint]) =>
    /^(and|or)$/i.test(path) ? [constraint].flat().flatMap(pathsIn) : [path],
  )
}

async function isAskable(path: string, req: PayloadRequest, collection: SanitizedCollectionConfig): Promise<boolean> {
  const way = wayOf(path, collection.flattenedFields, req)
  if (!way) return false
  if (![...way.own, ...(way.beyond?.fields ?? [])].every((field) => isReadable(field, req))) return false
  // A yes or no about a record that the role may not open would tell what stands there.
  return way.beyond === null || (await way.beyond.collection.access.read({ req })) === true
}
