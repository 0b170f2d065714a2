import type { FlattenedField, Payload, PayloadRequest } from 'payload'
import type { FuzzRequest } from './requests.ts'

export interface Judged {
  status: number
  type: string
  text: string
}

/** What a role must not find in any answer. */
export interface Kept {
  secrets: string[]
  /** What a person is given by GET /me/data, and nowhere else. */
  own: string[]
  marks: RegExp[]
  /** Fields that the role may not read, by collection. */
  fields: Record<string, string[]>
}

/**
 * By the rules of each field, for who asks with this request: what they may read of their own record is no fault in
 * another's, which is looked at by the secrets.
 */
export function fieldsKeptFrom(payload: Payload, req: PayloadRequest): Record<string, string[]> {
  return Object.fromEntries(
    payload.config.collections.map(({ slug, flattenedFields }) => [
      slug,
      flattenedFields.filter((field) => isKept(field, req)).map(({ name }) => name),
    ]),
  )
}

function isKept(field: FlattenedField, req: PayloadRequest): boolean {
  if ('hidden' in field && field.hidden) return true
  const rule = 'access' in field ? field.access?.read : undefined
  const own = { id: req.user?.id }
  return (
    rule !== undefined &&
    rule({ req, id: req.user?.id, siblingData: own, data: own, blockData: {}, doc: own }) === false
  )
}

/** What is wrong with an answer. */
export function faultsIn({ path }: FuzzRequest, { status, type, text }: Judged, kept: Kept): string[] {
  const faults: string[] = []
  if (status >= 500) faults.push(`status ${status}`)
  const secrets = path.startsWith('/me/data')
    ? kept.secrets.filter((secret) => !kept.own.includes(secret))
    : kept.secrets
  faults.push(...secrets.filter((secret) => text.includes(secret)).map((secret) => `tells ${secret}`))
  // A refusal names the fields that were sent, and what may be done to a record names all.
  if (status < 400 && !path.includes('/access'))
    faults.push(...kept.marks.flatMap((mark) => (mark.exec(text) ? [`tells ${String(mark)}`] : [])))
  if (!type.includes('json') || text === '') return faults
  const body = JSON.parse(text) as unknown
  if (status >= 400 && !hasCode(body)) faults.push(`refuses without a code: ${text.slice(0, 200)}`)
  const collection = /^\/([\w-]+)/.exec(path)?.[1] ?? ''
  for (const record of recordsIn(body)) {
    for (const field of kept.fields[collection] ?? [])
      if (record[field] !== undefined && record[field] !== null && !isOfContract(path))
        faults.push(`gives ${collection}.${field}`)
  }
  return faults
}

/** Views of the contract have fields of their own, under names that records have too. */
const isOfContract = (path: string): boolean => !/^\/[\w-]+(\/[0-9a-f-]{24,36})?(\?|$)/.test(path)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function hasCode(body: unknown): boolean {
  if (!isObject(body)) return false
  if (typeof body.code === 'string') return true
  // A change of several records has an error for each that was refused.
  const errors = Array.isArray(body.errors) ? (body.errors as unknown[]) : []
  return (
    errors.length > 0 &&
    errors.every((error) => isObject(error) && isObject(error.data) && typeof error.data.code === 'string')
  )
}

function recordsIn(body: unknown): Record<string, unknown>[] {
  if (!isObject(body)) return []
  if (Array.isArray(body.docs)) return body.docs.filter(isObject)
  return isObject(body.doc) ? [body.doc] : [body]
}
