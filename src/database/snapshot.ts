import type { Payload } from 'payload'
import type { Answers } from '../domain/activities/requests.ts'
import type { CheckInMethod, Evaluation, MinutesSource } from '../domain/attendance/vocabulary.ts'
import type { PersonKind } from '../domain/people/vocabulary.ts'
import type { Condition } from '../domain/tallies/contributions.ts'
import type { Attendance, AuditAction, Ledger, Line, RegistrationStatus, Theme } from '../domain/shared/vocabulary.ts'
import { decryptField, isCiphertext } from '../privacy/cipher.ts'

/**
 * One moment of the database, however long it is read and whatever others write meanwhile. It has a connection of its
 * own and does without Payload, so that a worker thread can read it. Access is decided by whoever opens it: the filters
 * say which rows may be read.
 */
export interface Snapshot {
  names(): Promise<Names>
  countParticipations(filter: ParticipationFilter): Promise<number>
  /** By start of the activity, then by place on its list; a batch is read when it is asked for. */
  participations(filter: ParticipationFilter): AsyncIterable<StoredParticipation[]>
  /** In the order of the line. */
  signUps(filter: SignUpFilter): AsyncIterable<StoredSignUp[]>
  countAudit(filter: AuditFilter): Promise<number>
  /** The newest line first. */
  auditLines(filter: AuditFilter): AsyncIterable<StoredAuditLine[]>
  /** How these records are called, and whose they are, as far as there are any. */
  titles(kind: TitledKind, ids: string[]): Promise<Map<string, StoredTitle>>
  close(): Promise<void>
}

/** A search of the audit trail: all of it has to hold. */
export interface AuditFilter {
  /** Parts of the name of who did it. */
  words: string[]
  action: AuditAction | null
  /** Moments, in ISO 8601. */
  from: string | null
  to: string | null
  /** Lines about one of the subjects, or by one of the actors. */
  about: { subjects: string[]; actors: string[] }[]
}

export interface StoredAuditLine {
  id: string
  createdAt: string
  action: AuditAction
  actorName: string | null
  subjectCollection: string | null
  subject: string | null
  reason: string | null
  details: unknown
}

/** A collection, by what its records are called: a field of their own, or else their person. */
export interface TitledKind {
  slug: string
  field: string | null
  hasActivity: boolean
}

export interface StoredTitle {
  title: string | null
  person: StoredPerson | null
  activity: string | null
}

export interface ParticipationFilter {
  /** Units whose activities are meant; null for all. */
  units: string[] | null
  /** Units whose registrations may be read; null for all. */
  scope: string[] | null
  line: Line | null
  theme: Theme | null
  ledger: Ledger | null
  /** Of those who have a place; null for all of them. */
  attendance: Attendance | null
  /** One of the person's identities. */
  kind: PersonKind | null
  /** Moments, in ISO 8601. */
  from: string | null
  to: string | null
  /** Alternatives of conditions on the activity that hold together; null for none. */
  anyOf: Condition[][] | null
}

export interface SignUpFilter {
  activity: string
  scope: string[] | null
}

/** The names of those records of which there are few, by their ids. */
export interface Names {
  units: Map<string, string>
  /** The name of each unit's town. */
  towns: Map<string, string>
  series: Map<string, string>
  staff: Map<string, string>
}

/** Opened when they are read: nobody pays for what no column shows. */
export interface StoredPerson {
  readonly name: string
  readonly phone: string
  readonly idNumber: string
  volunteerNumber: string
  kinds: PersonKind[]
  unit: string | null
  isErased: boolean
}

interface StoredArrival {
  id: string
  sequence: number | null
  walkIn: boolean
  named: boolean | null
  size: number | null
  person: StoredPerson | null
}

export interface StoredSignUp extends StoredArrival {
  status: RegistrationStatus
  attendance: Attendance
  came: number | null
  minutes: number | null
  checkedInAt: string | null
  createdAt: string | null
  answers: Answers
}

export interface StoredParticipation extends StoredArrival {
  attendance: Attendance
  came: number | null
  minutes: number | null
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  recordedBy: string | null
  /** Empty where nobody helped. */
  recordedThrough: string
  evaluation: Evaluation | null
  evaluatedAt: string | null
  activity: StoredActivity
}

export interface StoredActivity {
  id: string
  title: string
  line: Line
  theme: Theme | null
  series: string | null
  ledger: Ledger
  unit: string
  leader: string | null
  place: string
  description: string | null
  startsAt: string | null
  endsAt: string | null
}

/** Rows that are read at once: few, since all of them outlive the thread's small young generation. */
export const BATCH = 100

/** Where the database is, as plain values that a worker thread can be handed. */
export interface Address {
  url: string
  /** How MongoDB calls the collections: Mongoose puts names into a plural of its own. */
  collections: Record<string, string>
}

interface Adapter {
  /** SQLite's. */
  clientConfig?: { url: string }
  /** MongoDB's. */
  url?: string
  collections?: Record<string, { collection: { collectionName: string } }>
}

export function addressOf({ db }: Pick<Payload, 'db'>): Address {
  const { clientConfig, url, collections = {} } = db as unknown as Adapter
  const address = clientConfig?.url ?? url
  if (typeof address !== 'string') throw new Error('The database has no address')
  return {
    url: address,
    collections: Object.fromEntries(
      Object.entries(collections).map(([slug, { collection }]) => [slug, collection.collectionName]),
    ),
  }
}

export interface SealedPerson {
  name: unknown
  phone: unknown
  idNumber: unknown
}

export function personFrom(
  sealed: SealedPerson,
  open: Pick<StoredPerson, 'volunteerNumber' | 'kinds' | 'unit' | 'isErased'>,
): StoredPerson {
  return {
    ...open,
    get name() {
      return openedText(sealed.name)
    },
    get phone() {
      return openedText(sealed.phone)
    },
    get idNumber() {
      return openedText(sealed.idNumber)
    },
  }
}

export function openedText(stored: unknown): string {
  return typeof stored === 'string' ? (decryptField(stored) ?? stored) : ''
}

/** JSON: encrypted, or plain where it was stored before it was personal; on SQLite either is JSON once more. */
export function openedJson<Opened extends object>(stored: unknown): Opened {
  const sealed = typeof stored === 'string' && !isCiphertext(stored) ? jsonOf(stored) : stored
  const opened = typeof sealed === 'string' ? jsonOf(decryptField(sealed) ?? '') : sealed
  return (typeof opened === 'object' && opened !== null ? opened : {}) as Opened
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A value that is no moment, or no number, is read as nothing (soundRows.ts). */
export const soundMoment = (stored: unknown): string | null =>
  typeof stored === 'string' && !Number.isNaN(Date.parse(stored)) ? stored : null
export const soundNumber = (stored: unknown): number | null =>
  typeof stored === 'number' && Number.isFinite(stored) ? stored : null

/** The town of each unit: itself, or the nearest above it that is one; ancestors as they are stored. */
export function townsFrom(
  units: { id: string; name: string; kind: string; ancestors: string[] }[],
): Map<string, string> {
  const towns = new Map(units.flatMap(({ id, name, kind }) => (kind === 'town' ? [[id, name] as const] : [])))
  return new Map(
    units.map(({ id, ancestors }) => [id, [id, ...ancestors].flatMap((one) => towns.get(one) ?? [])[0] ?? '']),
  )
}
