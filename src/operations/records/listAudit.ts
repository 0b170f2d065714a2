import type { CollectionSlug, PayloadRequest, Where } from 'payload'
import { isDepartment } from '../../access/staffUser.ts'
import { collectionsOf } from '../../database/references.ts'
import type { AuditFilter } from '../../database/snapshot.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { firstMoment, lastMoment } from '../../domain/shared/calendar.ts'
import type { AuditQuery } from '../../domain/records/audit.ts'
import type { Page } from '../../domain/shared/views.ts'
import type { AuditLine } from '../../domain/records/auditLine.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { wordingOf } from '../shared/valueInWords.ts'
import { auditLineInWords, referenceIn } from './auditLineInWords.ts'

const A_PAGE = 30
/** All but the title of the record, which is made with more to it here. */
const KEPT = {
  createdAt: true,
  action: true,
  actor: true,
  actorName: true,
  subjectCollection: true,
  subject: true,
  reason: true,
  details: true,
} as const

/** More that are meant by what was typed nobody looks through. */
const MOST_MEANT = 50

/**
 * The audit trail as people read it, the newest line first, of all that a search asks for. It keeps no titles and no
 * names, so what is typed is looked up among the records as they are called now; a record that is gone is found by day
 * and by who did it.
 *
 * @throws AppError not-logged-in; forbidden for all but the department; invalid-input when too many are meant
 */
export async function listAudit(req: PayloadRequest, query: AuditQuery): Promise<Page<AuditLine>> {
  const filter = await auditFilterOf(req, query)
  const found = await req.payload.find({
    collection: 'audit',
    where: whereOf(filter),
    select: KEPT,
    sort: ['-createdAt', 'id'],
    page: query.page ?? 1,
    limit: A_PAGE,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const docs: AuditLine[] = []
  for (const line of found.docs) docs.push(await auditLineInWords(wordingOf(req), line))
  return { docs, page: found.page ?? 1, totalPages: found.totalPages, totalDocs: found.totalDocs }
}

const whereOf = ({ words, action, from, to, about }: AuditFilter): Where => ({
  and: [
    ...(words.length > 0 ? [{ actorName: { like: words.join(' ') } }] : []),
    ...(action ? [{ action: { equals: action } }] : []),
    ...(from ? [{ createdAt: { greater_than_equal: from } }] : []),
    ...(to ? [{ createdAt: { less_than_equal: to } }] : []),
    ...about.map(({ subjects, actors }): Where => ({ or: [{ subject: { in: subjects } }, { actor: { in: actors } }] })),
  ],
})

/**
 * A search as plain values, the same for the screen and for a file.
 *
 * @throws AppError not-logged-in; forbidden for all but the department; invalid-input when too many are meant
 */
export async function auditFilterOf(req: PayloadRequest, query: Omit<AuditQuery, 'page'>): Promise<AuditFilter> {
  requireStaff(req)
  if (!isDepartment(req)) throw new AppError('forbidden')
  const { by, person, record, about, action, from, to } = query
  if (from !== undefined && to !== undefined && to < from)
    throw new AppError('invalid-input', '截止日期不能早于起始日期，请修改。', { to: '截止日期不能早于起始日期' })
  const one = about === undefined ? null : referenceIn(about)
  return {
    words: by ? by.split(' ') : [],
    action: action ?? null,
    from: from === undefined ? null : firstMoment(from),
    to: to === undefined ? null : lastMoment(to),
    about: [
      ...(person ? [await ofPeople(req, await peopleMeant(req, person))] : []),
      ...(record ? [{ subjects: await recordsMeant(req, record), actors: [] }] : []),
      ...(one
        ? [one.collection === 'people' ? await ofPeople(req, [one.id]) : { subjects: [one.id], actors: [] }]
        : []),
    ],
  }
}

/** Lines about these people, about what is theirs (sign-ups, certificates …), and what they did themselves. */
async function ofPeople(req: PayloadRequest, people: string[]): Promise<AuditFilter['about'][number]> {
  const subjects = [...people]
  if (people.length > 0)
    for (const collection of collectionsOf(req.payload.config, 'person')) {
      const { docs } = await req.payload.db.find<{ id: string }>({
        collection,
        where: { person: { in: people } },
        select: { createdAt: true },
        pagination: false,
        limit: 0,
        req,
      })
      subjects.push(...docs.map(({ id }) => id))
    }
  return { subjects, actors: people.map((id) => `people:${id}`) }
}

async function peopleMeant(req: PayloadRequest, typed: string): Promise<string[]> {
  return idsOf(req, 'people', { personTitle: { like: typed } })
}

/** Among the records that have a title of their own, which is no person's. */
async function recordsMeant(req: PayloadRequest, typed: string): Promise<string[]> {
  const titled = req.payload.config.collections.filter(
    ({ slug, admin, flattenedFields }) =>
      !slug.startsWith('payload-') &&
      slug !== 'audit' &&
      flattenedFields.some(
        (field) =>
          field.name === admin.useAsTitle && field.type === 'text' && field.virtual !== true && !field.custom?.personal,
      ),
  )
  const ids: string[] = []
  for (const { slug, admin } of titled)
    ids.push(...(await idsOf(req, slug, { [admin.useAsTitle ?? 'id']: { like: typed } })))
  return ids
}

async function idsOf(req: PayloadRequest, collection: CollectionSlug, where: Where): Promise<string[]> {
  const { docs } = await req.payload.find({
    collection,
    where,
    select: {},
    limit: MOST_MEANT + 1,
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (docs.length > MOST_MEANT) throw new AppError('invalid-input', '符合的太多，请多输入几个字。')
  return docs.map(({ id }) => String(id))
}
