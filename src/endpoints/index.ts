import type { Endpoint } from 'payload'
import { env } from '../env.ts'
import * as calls from './calls.ts'
import { endpointOf, json, type Call } from './endpoint.ts'
import { openApiOf } from './openapi.ts'

// Each takes the params, query and body that its own schemas let through.
const all = Object.values(calls) as unknown as Call<string, unknown, unknown>[]

/** Calls under a collection's own path have to be that collection's endpoints: Payload looks there first. */
const COLLECTIONS = ['activities', 'registrations', 'corrections', 'certificates', 'codes', 'people'] as const

export function endpointsOf(collection: (typeof COLLECTIONS)[number]): Endpoint[] {
  return all.filter(({ path }) => collectionOf(path) === collection).map((call) => endpointOf(call, call.path.slice(collection.length + 1) || '/'))
}

function collectionOf(path: string): string | undefined {
  return COLLECTIONS.find((collection) => path === `/${collection}` || path.startsWith(`/${collection}/`))
}

const openApi = openApiOf(all, env.PUBLIC_URL)

export const endpoints: Endpoint[] = [
  ...all.filter(({ path }) => collectionOf(path) === undefined).map((call) => endpointOf(call)),
  { method: 'get', path: '/openapi.json', handler: () => json(openApi) },
]
