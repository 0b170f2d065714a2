import { RIGHTS, rightsOf, type Subject } from './accessRules.ts'

const PUBLISHED = 'anybody may read it on the public pages'
const BOOKKEEPING = 'ids, numbers and marks of the system; nobody types it'
const HASH = 'a keyed or salted hash, or a random value'
const DAY = 'a calendar day, checked as one; lists are sorted and exported by it'
const OFFICE = 'a member of staff, or an office, in their work: printed on papers and shown to colleagues'

/** Names that mean the same in every collection. */
const MARKS = ['revision', 'counted', 'recount']

/**
 * Why nothing personal can stand in a text, long text, e-mail or JSON field that lies in the clear; undefined when
 * there is no reason. All others carry `custom: { personal: true }` and are encrypted (src/database/sealed.ts);
 * tests/people/privacy.int.test.ts fails for a field that is neither.
 */
export function reasonForClear(collection: string, path: string): string | undefined {
  if (MARKS.includes(path)) return BOOKKEEPING
  return isReadByAll(collection) ? PUBLISHED : CLEAR_TEXT[collection]?.[path]
}

/** By the table of rights; not units, some of whose texts are for staff. */
const isReadByAll = (collection: string): boolean =>
  collection !== 'units' && collection in RIGHTS && rightsOf(collection as Subject).read === 'everyone'

export const CLEAR_TEXT: Record<string, Record<string, string>> = {
  activities: {
    title: PUBLISHED,
    place: PUBLISHED,
    description: PUBLISHED,
    leader: OFFICE,
    contact: PUBLISHED,
    'questions.label': PUBLISHED,
    'questions.options': PUBLISHED,
    'questions.earliest': PUBLISHED,
    'questions.latest': PUBLISHED,
    'questions.showWhen': PUBLISHED,
    'questions.showWhenAnswer': PUBLISHED,
    'questions.id': BOOKKEEPING,
    'questions.origin': BOOKKEEPING,
    'outcome.summary': 'tells of an activity, not of a person; searched in reports',
    cancelReason: PUBLISHED,
    notice: PUBLISHED,
    untold: BOOKKEEPING,
    reminded: BOOKKEEPING,
    seriesKey: BOOKKEEPING,
  },
  corrections: { openFor: BOOKKEEPING },
  certificates: {
    number: 'random; anybody may verify it',
    issuer: OFFICE,
    seal: HASH,
    claim: BOOKKEEPING,
  },
  messages: { key: BOOKKEEPING, reference: BOOKKEEPING },
  people: {
    sessions: BOOKKEEPING,
    volunteerNumber: 'random; what staff find a record by',
    phoneHash: HASH,
    emailHash: HASH,
  },
  trainings: { date: DAY },
  awards: { date: DAY },
  units: { name: PUBLISHED, contact: OFFICE, head: OFFICE },
  staff: { name: OFFICE, email: OFFICE, resetPasswordToken: HASH, salt: HASH, hash: HASH, 'sessions.id': BOOKKEEPING },
  audit: {
    actor: BOOKKEEPING,
    actorName: OFFICE,
    subjectCollection: BOOKKEEPING,
    subject: BOOKKEEPING,
    summary: 'one of our own sentences',
  },
  limits: { keyHash: HASH },
  codes: { contactHash: HASH, addressHash: HASH, codeHash: HASH },
  'idempotency-keys': { keyHash: HASH, requestHash: HASH },
  'payload-kv': { key: BOOKKEEPING, data: BOOKKEEPING },
  'payload-locked-documents': { globalSlug: BOOKKEEPING },
  'payload-preferences': {
    key: BOOKKEEPING,
    value: 'how a member of staff has set up lists: columns, order, page size',
  },
  'payload-migrations': { name: BOOKKEEPING },
}
