import type { PayloadRequest } from 'payload'
import { personUser, staffAccount } from '../../access/staffUser.ts'

export type Visitor = 'nobody' | 'person' | 'staff'

/** The visitor who is asking, as far as a page has to know. */
export function visitorOf(req: Pick<PayloadRequest, 'user' | 'context'>): Visitor {
  return anyOfKind(req) ?? (personUser(req) ? 'person' : staffAccount(req) ? 'staff' : 'nobody')
}

/** The context of a request that stands for all visitors of a kind, and has no user. */
export const forAny = (visitor: Visitor): { anyOfKind: Visitor } => ({ anyOfKind: visitor })

const anyOfKind = ({ context }: Pick<PayloadRequest, 'context'>) => context.anyOfKind as Visitor | undefined
