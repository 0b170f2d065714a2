import type { AuditLine, AuditSubject, Reference } from '../../domain/records/auditLine.ts'
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/shared/vocabulary.ts'
import { labelOfKind, type Wording } from '../shared/valueInWords.ts'
import { auditInWords, type AuditDetails } from './auditInWords.ts'

/** A line of the trail as it is kept: no titles, and no names but that of who did it. */
export interface KeptLine {
  id: string
  createdAt: string
  action: AuditAction
  actor?: string | null
  actorName?: string | null
  subjectCollection?: string | null
  subject?: string | null
  reason?: string | null
  details?: unknown
}

/** The same words on the screen and in a file. */
export async function auditLineInWords(wording: Wording, line: KeptLine): Promise<AuditLine> {
  return {
    id: line.id,
    at: line.createdAt,
    who: { name: line.actorName ?? '', record: referenceIn(line.actor ?? '') },
    did: AUDIT_ACTIONS[line.action],
    about: await auditSubject(wording, line),
    reason: line.reason ?? '',
    ...(await auditInWords(wording, line.subjectCollection, (line.details ?? {}) as AuditDetails)),
  }
}

/** `staff:id` and the like; the system has none. */
export function referenceIn(text: string): Reference | null {
  const [collection = '', id = ''] = text.split(':')
  return id === '' ? null : { collection, id }
}

/** Which record a line is about. Certificates are issued for an activity or a unit, which is then what it names. */
export async function auditSubject(
  wording: Wording,
  { subjectCollection, subject, details }: Partial<Pick<KeptLine, 'subjectCollection' | 'subject' | 'details'>>,
): Promise<AuditSubject> {
  const issuedFor = (details as AuditDetails | null | undefined)?.for
  const slug = typeof issuedFor === 'string' ? issuedFor : (subjectCollection ?? '')
  const kind = wording.kindOf(subjectCollection ?? '')?.label ?? labelOfKind(null)
  if (!subject) return { kind, title: null, record: null }
  const title = await wording.titleOf(slug, subject)
  return {
    kind,
    title: title && (await withActivity(wording, slug, subject, title)),
    record: { collection: slug, id: subject },
  }
}

/** A sign-up is a person's, for an activity: one is not known without the other. */
async function withActivity(wording: Wording, slug: string, id: string, title: string): Promise<string> {
  const activity = await wording.activityOf(slug, id)
  const ofActivity = activity === null ? null : await wording.titleOf('activities', activity)
  return ofActivity === null || ofActivity === title ? title : `${title}（${ofActivity}）`
}
