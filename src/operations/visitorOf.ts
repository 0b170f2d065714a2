import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../access/staffUser.ts'

/** Who is asking, as far as a page has to know. */
export function visitorOf(req: PayloadRequest): 'nobody' | 'person' | 'staff' {
  return personUser(req) ? 'person' : staffUser(req) ? 'staff' : 'nobody'
}
