import type { PayloadRequest } from 'payload'
import { personUser, staffAccount } from '../../access/staffUser.ts'

/** The visitor who is asking, as far as a page has to know. */
export function visitorOf(req: PayloadRequest): 'nobody' | 'person' | 'staff' {
  return personUser(req) ? 'person' : staffAccount(req) ? 'staff' : 'nobody'
}
