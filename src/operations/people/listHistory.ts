import type { PayloadRequest } from 'payload'
import { POSTS, STANDINGS } from '../../domain/appointments/vocabulary.ts'
import { CERTIFICATE_KINDS } from '../../domain/certificates/vocabulary.ts'
import { formatServiceTime } from '../../domain/certificates/certificates.ts'
import { CORRECTION_STATUSES } from '../../domain/attendance/vocabulary.ts'
import { CHANNELS, MESSAGE_KINDS, MESSAGE_STATES, STAFF_MESSAGE_KINDS } from '../../domain/messages/vocabulary.ts'
import { ATTENDANCES, REGISTRATION_STATUSES } from '../../domain/shared/vocabulary.ts'
import type { Activity, Config, Unit } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** Of each kind, the newest; how many there are is told. */
const SHOWN = 50

/** Kinds of record that the history of a person is made of. */
export const HISTORY_KINDS = [
  'registrations',
  'certificates',
  'messages',
  'corrections',
  'trainings',
  'awards',
  'appointments',
] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

export interface HistoryEntry {
  kind: HistoryKind
  id: string
  /** When it happened: of a sign-up, when its activity begins. */
  at: string
  title: string
  /** How it stands, in Chinese. */
  state: string
}

export interface PersonHistory {
  /** The newest first. */
  entries: HistoryEntry[]
  counts: Record<HistoryKind, number>
}

type Told = Omit<HistoryEntry, 'kind' | 'id'>
type Documents = { [Kind in HistoryKind]: Config['collections'][Kind] }

const activityOf = (activity: string | Activity | null | undefined): Partial<Activity> =>
  typeof activity === 'object' && activity ? activity : {}

/** In the order of time, and how each kind is told of. */
const TOLD: { [Kind in HistoryKind]: { sort: string; tell(record: Documents[Kind]): Told } } = {
  registrations: {
    sort: '-createdAt',
    tell: ({ activity, createdAt, status, walkIn, attendance, minutes }) => ({
      at: activityOf(activity).startsAt ?? createdAt,
      title: activityOf(activity).title ?? '',
      state: [
        activityOf(activity).status === 'cancelled' && '活动已取消',
        walkIn ? '现场参加' : REGISTRATION_STATUSES[status],
        attendance !== 'unknown' && ATTENDANCES[attendance],
        attendance === 'present' && minutes && `服务 ${formatServiceTime(minutes)}`,
      ]
        .filter(Boolean)
        .join(' · '),
    }),
  },
  certificates: {
    sort: '-issuedAt',
    tell: ({ issuedAt, createdAt, kind, number, minutes, revokedAt }) => ({
      at: issuedAt ?? createdAt,
      title: `${CERTIFICATE_KINDS[kind]} ${number}`,
      state: revokedAt ? '已撤销' : formatServiceTime(minutes),
    }),
  },
  messages: {
    sort: '-createdAt',
    tell: ({ sentAt, createdAt, kind, activity, state, channel }) => ({
      at: sentAt ?? createdAt,
      title: [{ ...MESSAGE_KINDS, ...STAFF_MESSAGE_KINDS }[kind], activityOf(activity).title]
        .filter(Boolean)
        .join('：'),
      state: [MESSAGE_STATES[state], channel && CHANNELS[channel]].filter(Boolean).join(' · '),
    }),
  },
  corrections: {
    sort: '-createdAt',
    tell: ({ createdAt, activity, status, wish }) => ({
      at: createdAt,
      title: activityOf(activity).title ?? '',
      state: `${CORRECTION_STATUSES[status]}：${wish}`,
    }),
  },
  trainings: {
    sort: '-date',
    tell: ({ date, title, hours, host }) => ({ at: date, title, state: `${hours} 小时 · ${host}` }),
  },
  awards: { sort: '-date', tell: ({ date, title, grantor }) => ({ at: date, title, state: grantor }) },
  appointments: {
    sort: '-from',
    tell: ({ from, post, unit, standing, awaiting }) => ({
      at: from,
      title: `${(unit as Unit).name} ${POSTS[post]}`,
      state: awaiting ? '待社区确认' : STANDINGS[standing],
    }),
  },
}

/**
 * The records of a person, as far as the asker may read them: nothing of other units' activities. Sign-ups and
 * attendance, certificates, messages, requests to correct, training, awards and posts.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function listHistory(req: PayloadRequest, person: string): Promise<PersonHistory> {
  requireStaff(req)
  const entries: HistoryEntry[] = []
  const counts = {} as PersonHistory['counts']
  for (const kind of HISTORY_KINDS) {
    const { sort, tell }: { sort: string; tell: unknown } = TOLD[kind]
    const { docs, totalDocs } = await req.payload.find({
      collection: kind,
      where: { person: { equals: person } },
      sort,
      limit: SHOWN,
      depth: 1,
      overrideAccess: false,
      req,
      user: req.user,
    })
    counts[kind] = totalDocs
    entries.push(...docs.map((record) => ({ kind, id: record.id, ...(tell as (told: typeof record) => Told)(record) })))
  }
  return { entries: entries.sort((a, b) => b.at.localeCompare(a.at)), counts }
}
