import type { SanitizedConfig } from 'payload'
import { allOf, anyStaff } from './rules.ts'
import { staffUser } from './staffUser.ts'

/** Payload's own collections for the admin, open to every logged-in user as they come: for riders too. */
const INTERNALS = ['payload-preferences', 'payload-locked-documents']
const OPERATIONS = ['create', 'read', 'update', 'delete'] as const

/** Closes Payload's own collections to people; they exist only after Payload has read the configuration. */
export function staffOnlyInternals(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections.filter(({ slug }) => INTERNALS.includes(slug))) {
    for (const operation of OPERATIONS) collection.access[operation] = allOf(anyStaff, collection.access[operation])
    if (collection.endpoints === false) continue
    // The endpoints of preferences ask no access rule.
    collection.endpoints = collection.endpoints.map((endpoint) => ({
      ...endpoint,
      handler: (req) => (staffUser(req) ? endpoint.handler(req) : Response.json({ errors: [{ message: req.t('error:unauthorized') }] }, { status: req.user ? 403 : 401 })),
    }))
  }
  return config
}
