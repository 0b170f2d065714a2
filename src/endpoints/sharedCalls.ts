import { z } from 'zod'
import * as calls from './calls.ts'
import { parseOrThrow, queryOf, type Call } from './endpoint.ts'

const shared = (Object.values(calls) as unknown as Call<string, unknown, unknown>[])
  .filter(({ isShared }) => isShared)
  .map(({ path, query }) => ({ pattern: new RegExp(`^/api${path.replace(/:\w+/g, '[^/]+')}/?$`), query }))

/**
 * The address that all share who ask a call for the same: of its own parameters alone. Null for one that is not shared,
 * or is asked for wrongly.
 */
export function sharedAddressOf({ pathname, searchParams }: URL): string | null {
  const found = shared.find(({ pattern }) => pattern.test(pathname))
  if (!found) return null
  const where = pathname.replace(/\/$/, '')
  const { query } = found
  if (!(query instanceof z.ZodObject)) return where
  const given = queryOf({ searchParams }, query)
  try {
    parseOrThrow(query, given)
  } catch {
    return null
  }
  const own = Object.keys(query.shape).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]))
  return own.length === 0 ? where : `${where}?${new URLSearchParams(own).toString()}`
}
