import type { CollectionConfig, Endpoint } from 'payload'
import { env } from '../env.ts'
import * as calls from './calls.ts'
import { endpointOf, json, type Call } from './endpoint.ts'
import { openApiOf } from './openapi.ts'

// Each takes the params, query and body that its own schemas let through.
const all = Object.values(calls) as unknown as Call<string, unknown, unknown>[]

const isUnder = ({ path }: Pick<Call<string, unknown, unknown>, 'path'>, slug: string): boolean =>
  path === `/${slug}` || path.startsWith(`/${slug}/`)

/** The collection with the calls under its own path: Payload looks there first. */
export function withCalls(collection: CollectionConfig): CollectionConfig {
  const own = all.filter((call) => isUnder(call, collection.slug))
  return {
    ...collection,
    endpoints: [
      ...(collection.endpoints || []),
      ...own.map((call) => endpointOf(call, call.path.slice(collection.slug.length + 1) || '/')),
    ],
  }
}

const openApi = openApiOf(all, env.PUBLIC_URL)

/** All other calls, and the contract itself. */
export function callsBeside(collections: CollectionConfig[]): Endpoint[] {
  const rest = all.filter((call) => !collections.some(({ slug }) => isUnder(call, slug)))
  return [
    ...rest.map((call) => endpointOf(call)),
    { method: 'get', path: '/openapi.json', handler: () => json(openApi) },
  ]
}
