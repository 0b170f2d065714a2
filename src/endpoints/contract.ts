import * as calls from './calls.ts'

/** Calls whose path belongs to Payload's REST too: its other methods are Payload's to answer, for the admin. */
const SHARED_PATHS = ['/registrations/:id']

const contract = Object.values(calls)
  .filter(({ path }) => !SHARED_PATHS.includes(path))
  .map(({ method, path }) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}/?$`),
  }))

/** The methods that the contract serves at a path under /api; null for a path that is not the contract's alone. */
export function methodsOf(path: string): string[] | null {
  const methods = contract.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)
  return methods.length > 0 ? methods : null
}
