import type { FlattenedField } from 'payload'
import { randomFrom, type Random } from '../../src/seed/random.ts'

export interface FuzzRequest {
  method: string
  /** Under /api, with its query. */
  path: string
  headers: Record<string, string>
  body?: string
}

/** What there is to ask about. */
export interface Ground {
  /** Of records, by collection, in an order that is the same in every run. */
  ids: Record<string, string[]>
  collections: { slug: string; fields: FlattenedField[] }[]
  openapi: OpenApi
  /** Addresses of what would end the session that asks. */
  ends: string[]
}

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
}

export interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: { name: string; in: string; schema?: Schema }[]
        requestBody?: { content: Record<string, { schema: Schema }> }
      }
    >
  >
}

/** What no field wants, and what fields of some kinds do. */
const ODD: unknown[] = [
  '',
  ' ',
  '0',
  '-1',
  'NaN',
  'Infinity',
  'null',
  'true',
  '１２',
  'a\0b',
  '\ud800',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '; drop table people',
  '__proto__',
  'constructor',
  'v1:x',
  '😀'.repeat(50),
  'x'.repeat(5000),
  '../..',
  '2026-02-30',
  '9999-12-31',
  '2026-11-26T08:00:00.000Z',
  '\u202e',
  '\u200b',
  '=1+1',
  '张三',
  '13800000000',
  'a@example.org',
  0,
  1,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  false,
  null,
  [],
  {},
  [[]],
  [null],
  ['x'],
  { a: 1 },
  { $ne: 1 },
  { id: 'x' },
  { relationTo: 'staff', value: 'x' },
]
const OPERATORS = [
  'equals',
  'not_equals',
  'in',
  'not_in',
  'all',
  'exists',
  'greater_than',
  'greater_than_equal',
  'less_than',
  'less_than_equal',
  'like',
  'not_like',
  'contains',
  'near',
  'within',
  'intersects',
  '$ne',
  '__proto__',
]
const PARAMETERS = [
  'limit',
  'page',
  'depth',
  'pagination',
  'draft',
  'trash',
  'locale',
  'fallback-locale',
  'data',
  'joins',
  'populate',
  'showHiddenFields',
  'overrideAccess',
  'user',
  'flattenLocales',
  'x',
]
const TAILS = ['', '', '', '/count', '/versions', '/access', '/me', '/init', '/duplicate', '/unlock', '/x']

/** The request of this number: the same for the same seed, whatever was asked before. */
export function requestAt(ground: Ground, seed: string, index: number): FuzzRequest {
  const random = randomFrom(`${seed}:${index}`)
  for (;;) {
    const request = draw(ground, random)
    if (!ground.ends.some((end) => `${request.method} ${request.path}`.startsWith(end))) return request
  }
}

function draw(ground: Ground, random: Random): FuzzRequest {
  const kind = random.next()
  if (kind < 0.45) return call(ground, random)
  if (kind < 0.75) return read(ground, random)
  return write(ground, random)
}

const odd = (random: Random): unknown => random.pick(ODD)
const anyId = (ground: Ground, random: Random, collection?: string): string => {
  const own = collection === undefined ? undefined : ground.ids[collection]
  if (random.chance(0.1))
    return random.pick([
      'x',
      '0',
      '-1',
      '%00',
      'undefined',
      '123e4567-e89b-42d3-a456-426614174000',
      '0123456789abcdef01234567',
    ])
  return random.pick(own && own.length > 0 && random.chance(0.85) ? own : Object.values(ground.ids).flat())
}

/** A call of the contract, by its description. */
function call(ground: Ground, random: Random): FuzzRequest {
  const [path, methods] = random.pick(Object.entries(ground.openapi.paths))
  const [method, operation] = random.pick(Object.entries(methods))
  const collection = path.split('/')[1]
  const address = path.replace(/\{\w+\}/g, () => anyId(ground, random, collection))
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && random.chance(0.3))
    .map(({ name, schema }) => [name, asText(valueOf(ground, random, name, schema ?? {}))] as [string, string])
  if (random.chance(0.05)) query.push([random.pick(PARAMETERS), asText(odd(random))])
  const schema = operation.requestBody?.content['application/json']?.schema
  const headers: Record<string, string> =
    random.chance(0.1) && method !== 'get' ? { 'idempotency-key': random.pick(['a', 'b', '"c"', 'x'.repeat(300)]) } : {}
  return {
    method: method.toUpperCase(),
    path: `${address}${search(query)}`,
    headers,
    ...(schema && { body: bodyOf(random, valueOf(ground, random, 'body', schema)) }),
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

const search = (query: [string, string][]): string =>
  query.length === 0 ? '' : `?${new URLSearchParams(query).toString()}`

/** Mostly JSON; now and then something cut off. */
function bodyOf(random: Random, value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return random.chance(0.02) ? text.slice(0, Math.floor(text.length / 2)) : text
}

function valueOf(ground: Ground, random: Random, name: string, schema: Schema): unknown {
  if (random.chance(0.12)) return odd(random)
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choice) return valueOf(ground, random, name, random.pick(choice))
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return random.pick(schema.enum)
  switch (String([schema.type].flat()[0])) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).filter(([field]) =>
        random.chance(schema.required?.includes(field) ? 0.95 : 0.4),
      )
      return Object.fromEntries(fields.map(([field, inner]) => [field, valueOf(ground, random, field, inner)]))
    }
    case 'array':
      return Array.from({ length: random.int(0, 3) }, () => valueOf(ground, random, name, schema.items ?? {}))
    case 'integer':
    case 'number':
      return random.int(Math.max(schema.minimum ?? -2, -1000), Math.min(schema.maximum ?? 1000, 1000))
    case 'boolean':
      return random.chance(0.5)
    default:
      return text(ground, random, name)
  }
}

function text(ground: Ground, random: Random, name: string): string {
  if (
    /^(id|ids|unit|activity|person|from|into|registration|registrations|people|ticket)$/i.test(name) &&
    random.chance(0.8)
  )
    return anyId(ground, random)
  if (/phone/i.test(name)) return `154${String(random.int(0, 99_999_999)).padStart(8, '0')}`
  if (/(at|from|to|date|day)$/i.test(name))
    return new Date(Date.UTC(2026, 10, random.int(1, 60), random.int(0, 23)))
      .toISOString()
      .slice(0, random.pick([10, 24]))
  return random.pick(['张三', '核对后更正', '123456', '甲一社区', 'riders', asText(odd(random))])
}

/** Payload's REST, with nested queries of any kind. */
function read(ground: Ground, random: Random): FuzzRequest {
  const { slug, fields } = random.pick(ground.collections)
  const tail = random.pick([...TAILS, `/${anyId(ground, random, slug)}`, `/${anyId(ground, random, slug)}`])
  const query: [string, string][] = []
  if (random.chance(0.7)) {
    const where = whereOf(ground, random, fields, random.int(1, 3))
    if (random.chance(0.5)) query.push(['where', JSON.stringify(where)])
    else query.push(...flat('where', where))
  }
  if (random.chance(0.3)) query.push(['sort', `${random.pick(['', '-'])}${pathIn(ground, random, fields)}`])
  if (random.chance(0.2))
    query.push(...flat('select', { [pathIn(ground, random, fields)]: random.pick([true, 'x', {}]) }))
  for (const name of PARAMETERS)
    if (random.chance(0.07))
      query.push([
        name,
        random.chance(0.6) ? random.pick(['0', '1', '2', '10', '100', 'true', 'false']) : asText(odd(random)),
      ])
  const path = `/${slug}${tail}`
  if (!random.chance(0.15))
    return { method: random.chance(0.05) ? 'HEAD' : 'GET', path: `${path}${search(query)}`, headers: {} }
  // A POST that stands for a GET, as the admin sends long queries.
  const isForm = random.chance(0.7)
  return {
    method: 'POST',
    path,
    headers: {
      [random.pick(['x-http-method-override', 'x-payload-http-method-override'])]: 'GET',
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: isForm ? new URLSearchParams(query).toString() : JSON.stringify(Object.fromEntries(query)),
  }
}

const flat = (prefix: string, value: unknown): [string, string][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => flat(`${prefix}[${key}]`, inner))
    : [[prefix, String(value)]]

function whereOf(ground: Ground, random: Random, fields: FlattenedField[], nesting: number): unknown {
  if (random.chance(0.04)) return odd(random)
  if (nesting > 0 && random.chance(0.4))
    return {
      [random.pick(['and', 'or', 'AND'])]: Array.from({ length: random.int(0, 3) }, () =>
        whereOf(ground, random, fields, nesting - 1),
      ),
    }
  const path = pathIn(ground, random, fields)
  const operand = random.chance(0.3)
    ? anyId(ground, random)
    : random.chance(0.3)
      ? [odd(random), odd(random)]
      : odd(random)
  return { [path]: { [random.pick(OPERATORS)]: operand } }
}

function pathIn(ground: Ground, random: Random, fields: FlattenedField[]): string {
  if (random.chance(0.05)) return random.pick(['', '.', '_id', 'id', '$where', '__proto__', 'createdAt', 'x', 'id.x'])
  const field = random.pick(fields)
  const inner =
    'flattenedFields' in field
      ? field.flattenedFields
      : field.type === 'relationship' && typeof field.relationTo === 'string'
        ? ground.collections.find(({ slug }) => slug === field.relationTo)?.fields
        : undefined
  if (inner && random.chance(0.5))
    return `${field.name}${random.pick(['.', '.', '__'])}${random.chance(0.2) ? pathIn(ground, random, inner) : random.pick(inner).name}`
  return random.chance(0.08) ? `${field.name}.x` : field.name
}

/** Records made, changed and removed; and log-ins that are none. */
function write(ground: Ground, random: Random): FuzzRequest {
  const { slug, fields } = random.pick(ground.collections)
  if (random.chance(0.06))
    return {
      method: 'POST',
      path: `/${random.pick(['staff', 'people'])}/${random.pick(['login', 'forgot-password', 'reset-password', 'unlock', 'refresh-token', 'first-register'])}`,
      headers: {},
      body: bodyOf(random, { email: odd(random), password: odd(random), token: odd(random) }),
    }
  const record = recordOf(ground, random, fields)
  const id = anyId(ground, random, slug)
  const [method, path] = random.pick([
    ['POST', ''],
    ['POST', ''],
    ['PATCH', `/${id}`],
    ['PATCH', `/${id}`],
    ['PATCH', `/${id}`],
    ['PATCH', search(flat('where', whereOf(ground, random, fields, 1)))],
    ['DELETE', `/${id}`],
    ['DELETE', search(flat('where', whereOf(ground, random, fields, 1)))],
    ['POST', `/${id}/duplicate`],
    ['POST', `/access/${id}`],
  ] as const)
  if (method === 'DELETE') return { method, path: `/${slug}${path}`, headers: {} }
  if (random.chance(0.1))
    return {
      method,
      path: `/${slug}${path}`,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n${JSON.stringify(record)}\r\n--x--\r\n`,
    }
  return {
    method,
    path: `/${slug}${path}`,
    headers: {},
    body: bodyOf(random, random.chance(0.03) ? odd(random) : record),
  }
}

function recordOf(ground: Ground, random: Random, fields: FlattenedField[]): Record<string, unknown> {
  const share = random.pick([0.15, 0.5, 0.9])
  return Object.fromEntries(
    fields
      .filter((field) => random.chance('required' in field && field.required ? Math.max(share, 0.8) : share))
      .map((field) => [field.name, random.chance(0.08) ? odd(random) : fitting(ground, random, field)]),
  )
}

function fitting(ground: Ground, random: Random, field: FlattenedField): unknown {
  const many = <T>(one: () => T): T | T[] =>
    'hasMany' in field && field.hasMany ? Array.from({ length: random.int(0, 2) }, one) : one()
  switch (field.type) {
    case 'number':
      return random.int(Math.max(field.min ?? 0, -10), Math.min(field.max ?? 100, 500))
    case 'date':
      return new Date(Date.UTC(2026, 10, random.int(1, 60), random.int(0, 23))).toISOString()
    case 'select':
      return many(() => {
        const option = random.pick(field.options)
        return typeof option === 'string' ? option : option.value
      })
    case 'checkbox':
      return random.chance(0.5)
    case 'relationship':
      return many(() =>
        typeof field.relationTo === 'string'
          ? anyId(ground, random, field.relationTo)
          : { relationTo: random.pick(field.relationTo), value: anyId(ground, random) },
      )
    case 'array':
      return Array.from({ length: random.int(0, 2) }, () => recordOf(ground, random, field.flattenedFields))
    case 'group':
      return recordOf(ground, random, field.flattenedFields)
    case 'json':
      return random.pick([{}, [], { a: '1' }, null])
    case 'blocks':
    case 'code':
    case 'email':
    case 'join':
    case 'point':
    case 'radio':
    case 'richText':
    case 'tab':
    case 'text':
    case 'textarea':
    case 'upload':
      return many(() => text(ground, random, field.name))
  }
}
