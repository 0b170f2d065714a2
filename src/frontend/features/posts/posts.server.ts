import type { PayloadRequest } from 'payload'
import { factsOf } from '../../../domain/appointments/vocabulary.ts'
import { reportRequestSchema } from '../../../domain/appointments/requests.ts'
import { listMyAppointments } from '../../../operations/appointments/listMyAppointments.ts'
import { isPartyMember, reportIn } from '../../../operations/appointments/reportIn.ts'
import { requirePerson } from '../../../operations/identity/requireUser.ts'
import { knownError } from '../../../operations/shared/knownError.ts'
import { listUnits } from '../../../operations/units/listUnits.ts'
import { unitsByTown } from '../../shared/choices.ts'
import type { ReportInPageProps } from './ReportInPage.tsx'

/** The deed that was just done, by the address that led back to the page. */
const DONE = ['reported', 'known', 'ended', 'name'] as const

/**
 * @param problem what was refused; never read from the address, where anybody could write a sentence of their own
 * @throws AppError not-logged-in; forbidden for staff
 */
export async function loadReportIn(
  req: PayloadRequest,
  { unit, done }: Record<string, unknown>,
  now: Date,
  problem: string | null = null,
): Promise<ReportInPageProps> {
  const { id } = requirePerson(req)
  const places = await listUnits(req, ['county', 'town', 'community', 'compound'])
  return {
    appointments: await listMyAppointments(req, now),
    isMember: await isPartyMember(req, id),
    places: unitsByTown(places, ({ kind }) => factsOf('reportedMember').of.includes(kind)),
    chosen: typeof unit === 'string' ? unit : '',
    problem,
    done: DONE.find((one) => one === done) ?? null,
  }
}

/** Reports in by the form; what is refused stands above it again, with what was chosen. */
export async function followReport(
  req: PayloadRequest,
  { unit }: Record<string, unknown>,
  now: Date,
): Promise<{ to: string } | { props: ReportInPageProps; status: number; retryAfter: number | null }> {
  requirePerson(req)
  const again = async (problem: string, status: number, retryAfter: number | null = null) => ({
    props: await loadReportIn(req, { unit }, now, problem),
    status,
    retryAfter,
  })
  const asked = reportRequestSchema.safeParse({ unit })
  if (!asked.success) return again('请选择要报到的社区或小区。', 400)
  try {
    const { isNew } = await reportIn(req, asked.data, now)
    return { to: `/report-in?done=${isNew ? 'reported' : 'known'}` }
  } catch (error) {
    const known = knownError(error, req)
    if (known === null || known.status === 401) throw error
    return again(known.message, known.status, known.retryAfter)
  }
}
