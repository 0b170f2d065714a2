import { RIGHTS, rightsOf, type Subject } from './accessRules.ts'

const PUBLISHED = 'anybody may read it on the public pages'
const TO_BE_PUBLISHED = 'what activities made from it show to anybody'
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
    toldNews: BOOKKEEPING,
    seriesKey: BOOKKEEPING,
    cover: PUBLISHED,
  },
  templates: {
    name: OFFICE,
    title: TO_BE_PUBLISHED,
    place: TO_BE_PUBLISHED,
    description: TO_BE_PUBLISHED,
    leader: OFFICE,
    contact: TO_BE_PUBLISHED,
    'questions.label': TO_BE_PUBLISHED,
    'questions.options': TO_BE_PUBLISHED,
    'questions.earliest': TO_BE_PUBLISHED,
    'questions.latest': TO_BE_PUBLISHED,
    'questions.showWhen': TO_BE_PUBLISHED,
    'questions.showWhenAnswer': TO_BE_PUBLISHED,
    'questions.id': BOOKKEEPING,
    'questions.origin': BOOKKEEPING,
  },
  appointments: { holds: BOOKKEEPING, from: DAY, to: DAY },
  duties: {
    code: PUBLISHED,
    title: PUBLISHED,
    class: PUBLISHED,
    aspect: PUBLISHED,
    publicLabel: PUBLISHED,
  },
  corrections: { openFor: BOOKKEEPING },
  certificates: {
    number: 'random; anybody may verify it',
    issuer: OFFICE,
    seal: HASH,
    claim: BOOKKEEPING,
  },
  messages: { key: BOOKKEEPING, reference: BOOKKEEPING },
  broadcasts: { recipients: BOOKKEEPING, claim: HASH },
  imports: { mapping: BOOKKEEPING, totals: BOOKKEEPING, claim: HASH },
  import_rows: { problems: BOOKKEEPING, key: HASH, session: HASH },
  people: {
    sessions: BOOKKEEPING,
    volunteerNumber: 'random; what staff find a record by',
    phoneHash: HASH,
    emailHash: HASH,
    nameParts: HASH,
  },
  trainings: { date: DAY },
  awards: { date: DAY },
  units: {
    name: PUBLISHED,
    contact: OFFICE,
    head: OFFICE,
    dutyPhone: PUBLISHED,
    brand: PUBLISHED,
    'coverage.since': DAY,
  },
  staff: {
    name: OFFICE,
    email: OFFICE,
    resetPasswordToken: HASH,
    salt: HASH,
    hash: HASH,
    recoveryCodes: HASH,
    'sessions.id': BOOKKEEPING,
  },
  'export-definitions': {
    name: 'what a member of staff calls a kept export',
    columns: 'names of columns',
    filters: 'days, units and choices; nothing that names a person',
  },
  audit: {
    actor: BOOKKEEPING,
    actorName: `${OFFICE}; a helper at the door as staff call them`,
    subjectCollection: BOOKKEEPING,
    subject: BOOKKEEPING,
    summary: 'one of our own sentences',
  },
  limits: { keyHash: HASH },
  'one-time-links': { purpose: BOOKKEEPING, tokenHash: HASH },
  'door-links': { slot: BOOKKEEPING, tokenHash: HASH, sessionHash: HASH },
  'staff-logins': { sid: BOOKKEEPING, device: OFFICE, network: OFFICE },
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
