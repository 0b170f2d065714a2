import type { PayloadRequest } from 'payload'
import { AppError } from '../../../domain/AppError.ts'
import { getMe } from '../../../operations/getMyData.ts'
import { listMyRegistrations } from '../../../operations/listMyRegistrations.ts'
import type { MePageProps } from './MePage.tsx'

export async function loadMe(req: PayloadRequest, cancelledId: string, now: Date): Promise<MePageProps> {
  const { name } = await getMe(req)
  const all = await listMyRegistrations(req, now)
  const isAhead = (endsAt: string): boolean => Date.parse(endsAt) > now.getTime()
  return {
    name,
    upcoming: all.filter(({ status, lapsed, activity }) => (status !== 'cancelled' || lapsed) && isAhead(activity.endsAt)).reverse(),
    past: all.filter(({ status, activity }) => status !== 'cancelled' && !isAhead(activity.endsAt)),
    cancelled: all.find(({ id, status }) => id === cancelledId && status === 'cancelled') ?? null,
  }
}

export async function loadTicket(req: PayloadRequest, id: string, now: Date) {
  const registration = (await listMyRegistrations(req, now)).find((mine) => mine.id === id)
  if (!registration?.ticket) throw new AppError('not-found', '没有可用的票码：报名可能已取消，或还在候补。请到“我的报名”查看。')
  return { registration, ticket: registration.ticket }
}
