import { isDeepStrictEqual } from 'node:util'
import type { CollectionBeforeChangeHook } from 'payload'
import { leaveOut } from '../../database/writeChangesOnly.ts'

/**
 * An edit writes the fields that it changes, so that it undoes no other that was made at the same time. The last of its
 * kind.
 */
export const writeChangesOnly: CollectionBeforeChangeHook = ({ data, operation, originalDoc, collection, req }) => {
  // A new password is hashed, and ends the sessions, after this hook.
  const ends = 'password' in data ? ['sessions', 'hash', 'salt'] : []
  if (operation === 'update')
    leaveOut(
      req,
      collection.slug,
      originalDoc.id,
      Object.keys(data).filter((name) => !ends.includes(name) && isDeepStrictEqual(data[name], originalDoc[name])),
    )
  return data
}
