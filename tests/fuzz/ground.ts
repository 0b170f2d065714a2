import { createLocalReq, type Payload } from 'payload'
import { PLACES, type Role } from '../support/accessRules.ts'
import { makeAccessWorld, SECRETS, type AccessWorld } from '../support/accessWorld.ts'
import { asUser } from '../support/payload.ts'
import { keptFrom, MARKS } from '../support/secrets.ts'
import { fieldsKeptFrom, type Kept } from './judge.ts'
import type { Ground, OpenApi } from './requests.ts'

/** Who fuzzes, as a role of the world that tests of access have. */
export const FUZZERS = {
  anonymous: 'anonymous',
  person: 'personA',
  organiser: 'organiser',
  town: 'town',
  department: 'department',
} as const satisfies Record<string, Role>
export type Fuzzer = keyof typeof FUZZERS

export interface FuzzWorld {
  ground: Ground
  tokenOf(fuzzer: Fuzzer): string | undefined
  keptFrom(fuzzer: Fuzzer): Promise<Kept>
}

/** A small county with records of every kind in two units. */
export async function makeFuzzWorld(payload: Payload, openapi: OpenApi): Promise<FuzzWorld> {
  const world = await makeAccessWorld(payload)
  const ids: Record<string, string[]> = {}
  for (const { collection, make } of Object.values(world.practice))
    for (const place of PLACES) ids[collection] = [...(ids[collection] ?? []), String((await make(place)).id)]
  for (const slug of ['activities', 'registrations', 'people', 'units', 'staff'] as const) {
    const { docs } = await payload.db.find<{ id: string }>({
      collection: slug,
      where: {},
      sort: 'createdAt',
      pagination: false,
      limit: 20,
    })
    ids[slug] = [...new Set([...(ids[slug] ?? []), ...docs.map(({ id }) => String(id))])]
  }
  const collections = payload.config.collections.map(({ slug, flattenedFields }) => ({ slug, fields: flattenedFields }))
  return {
    ground: { ids, collections, openapi, ends: [...endsOf(world), ...unprinted(ids)] },
    tokenOf: (fuzzer) => world.tokens[FUZZERS[fuzzer]],
    keptFrom: async (fuzzer) => ({
      secrets: keptFrom(world, FUZZERS[fuzzer]),
      own: fuzzer === 'person' ? Object.values(SECRETS.own) : [],
      marks: MARKS,
      fields: fieldsKeptFrom(payload, await createLocalReq({ ...userOf(world, fuzzer) }, payload)),
    }),
  }
}

function userOf(world: AccessWorld, fuzzer: Fuzzer) {
  if (fuzzer === 'anonymous') return {}
  return { user: asUser(fuzzer === 'person' ? world.people.own : world.staff[fuzzer]) }
}

/** The certificates of this world hold no facts to print, and certificates that are issued always do. */
const unprinted = (ids: Record<string, string[]>): string[] =>
  (ids.certificates ?? []).map((id) => `GET /certificates/${id}/pdf`)

/** What would end the sessions that ask, or the accounts behind them. */
function endsOf({ staff, people }: AccessWorld): string[] {
  const accounts = Object.values(staff).flatMap(({ id }) => [`PATCH /staff/${id}`, `DELETE /staff/${id}`])
  return [
    'DELETE /me',
    'PATCH /staff?',
    'DELETE /staff?',
    'POST /staff/logout',
    'POST /people/logout',
    'POST /logout',
    ...Object.values(people).flatMap(({ id }) => [`POST /people/${id}/merge`]),
    ...accounts,
  ]
}
