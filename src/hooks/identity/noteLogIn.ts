import { decodeJwt } from 'jose'
import type { CollectionAfterLoginHook } from 'payload'
import { noteStaffLogin } from '../../operations/identity/staffLogins.ts'

/** Where the session was opened, to be told from others in the list of one's sessions. */
export const noteLogIn: CollectionAfterLoginHook = async ({ req, token }) => {
  const { sid } = decodeJwt<{ sid?: string }>(token)
  if (sid !== undefined) await noteStaffLogin(req, sid, new Date())
}
