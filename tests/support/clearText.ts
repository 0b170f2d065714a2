const PUBLISHED = 'anybody may read it on the public pages'
const BOOKKEEPING = 'ids, numbers and marks of the system; nobody types it'
const HASH = 'a keyed or salted hash, or a random value'
const DAY = 'a calendar day, checked as one; lists are sorted and exported by it'
const OFFICE = 'a member of staff, or an office, in their work: printed on papers and shown to colleagues'

/**
 * Every text, long text, e-mail and JSON field that lies in the clear, with the reason why nothing personal can stand
 * in it. All others carry `custom: { personal: true }` and are encrypted (src/database/sealed.ts);
 * tests/people/privacy.int.test.ts fails for a field that is neither.
 */
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
    counted: BOOKKEEPING,
    revision: BOOKKEEPING,
  },
  registrations: { counted: BOOKKEEPING, revision: BOOKKEEPING },
  corrections: { openFor: BOOKKEEPING, revision: BOOKKEEPING },
  certificates: {
    number: 'random; anybody may verify it',
    issuer: OFFICE,
    seal: HASH,
    claim: BOOKKEEPING,
    revision: BOOKKEEPING,
  },
  messages: { key: BOOKKEEPING, reference: BOOKKEEPING, revision: BOOKKEEPING },
  people: {
    sessions: BOOKKEEPING,
    volunteerNumber: 'random; what staff find a record by',
    revision: BOOKKEEPING,
    phoneHash: HASH,
    emailHash: HASH,
  },
  trainings: { date: DAY },
  awards: { date: DAY },
  targets: {
    title: PUBLISHED,
    openingSource: PUBLISHED,
    from: PUBLISHED,
    to: PUBLISHED,
    recount: BOOKKEEPING,
    revision: BOOKKEEPING,
  },
  stations: { name: PUBLISHED, address: PUBLISHED, openingHours: PUBLISHED, facilities: PUBLISHED },
  programmes: { title: PUBLISHED, description: PUBLISHED },
  units: { recount: BOOKKEEPING, name: PUBLISHED, contact: OFFICE, head: OFFICE },
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
  'idempotency-keys': { keyHash: HASH, requestHash: HASH, revision: BOOKKEEPING },
  'payload-kv': { key: BOOKKEEPING, data: BOOKKEEPING },
  'payload-locked-documents': { globalSlug: BOOKKEEPING },
  'payload-preferences': {
    key: BOOKKEEPING,
    value: 'how a member of staff has set up lists: columns, order, page size',
  },
  'payload-migrations': { name: BOOKKEEPING },
}
