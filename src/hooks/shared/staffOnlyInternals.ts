import type { Endpoint, SanitizedConfig } from 'payload'
import { allOf, anyStaff } from '../../access/rules.ts'
import { staffUser } from '../../access/staffUser.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { asApiError } from './asApiError.ts'
import { SOUND_REQUESTS } from './soundRequests.ts'

/** Payload's own collections for the admin, open to every logged-in user as they come: for riders too. */
const INTERNALS = ['payload-preferences', 'payload-locked-documents']
const OPERATIONS = ['create', 'read', 'update', 'delete'] as const

/**
 * Closes Payload's own collections to people, to malformed requests and to what is refused everywhere; they exist only
 * after Payload has read the configuration.
 */
export function staffOnlyInternals(config: SanitizedConfig, refused: Endpoint[]): SanitizedConfig {
  for (const collection of config.collections.filter(({ slug }) => INTERNALS.includes(slug))) {
    for (const operation of OPERATIONS) collection.access[operation] = allOf(anyStaff, collection.access[operation])
    collection.hooks.beforeOperation = [...SOUND_REQUESTS, ...(collection.hooks.beforeOperation ?? [])]
    if (collection.endpoints === false) continue
    // The endpoints of preferences ask no access rule.
    // On SQLite Payload (3.90) fails on removing a preference by its key, which no screen does.
    const served = collection.endpoints.filter(({ method, path }) => `${method} ${path}` !== 'delete /:key')
    collection.endpoints = [...refused, ...served].map((endpoint) => ({
      ...endpoint,
      handler: (req) => {
        if (!staffUser(req)) throw asApiError(new AppError(req.user ? 'forbidden' : 'not-logged-in'))
        return endpoint.handler(req)
      },
    }))
  }
  return config
}
