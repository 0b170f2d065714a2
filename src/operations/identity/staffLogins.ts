import { LRUCache } from 'lru-cache'
import type { PayloadRequest } from 'payload'
import { isDuplicate } from '../../database/swap.ts'
import { updateIf } from '../../database/updateIf.ts'
import { deviceInWords, networkInWords } from '../../domain/identity/devices.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { networkOfClient } from '../shared/claimLimit.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { requireAccount } from './ownAccount.ts'

export interface SessionView {
  id: string
  device: string
  network: string
  since: string
  usedAt: string
  /** The one that asks. */
  isThis: boolean
}

/** “Last used” is that exact, and no write is made for less. */
const NOTED_MS = 5 * 60_000
/** Longer than a session lasts that is not renewed, 8 hours. */
const KEPT_MS = 9 * 3_600_000
/** When this process last noted a session's use. */
const noted = new LRUCache<string, number>({ max: 5000 })

const usedAt = (now: Date) => ({
  usedAt: now.toISOString(),
  expiresAt: new Date(now.getTime() + KEPT_MS).toISOString(),
})

/** Notes where a session of staff was opened. */
export async function noteStaffLogin(req: PayloadRequest, sid: string, now: Date): Promise<void> {
  noted.set(sid, now.getTime())
  const data = {
    sid,
    device: deviceInWords(req.headers?.get('user-agent') ?? ''),
    network: networkInWords(networkOfClient(req)),
    ...usedAt(now),
  }
  await req.payload.db.create({ collection: 'staff-logins', data, req }).catch((error: unknown) => {
    if (!isDuplicate(error)) throw error
  })
}

/** Notes that a session is in use, at most every five minutes in a process. */
export async function noteUse(req: Pick<PayloadRequest, 'payload'>, sid: string, now: Date): Promise<void> {
  if (now.getTime() - (noted.get(sid) ?? 0) < NOTED_MS) return
  noted.set(sid, now.getTime())
  try {
    await updateIf(req as PayloadRequest, 'staff-logins', { sid: { equals: sid } }, usedAt(now))
  } catch (error) {
    // The request that is made with it matters more.
    req.payload.logger.warn({ err: error }, 'use of a session not noted')
  }
}

export interface SecurityView {
  /** Null while the log-in asks for the password alone. */
  secondFactorSince: string | null
  recoveryCodesLeft: number
  /** The open ones, this one first, then the one used last. */
  sessions: SessionView[]
}

/**
 * How an account is protected, and where it is logged in: one's own, or for the department anybody's.
 *
 * @throws AppError not-logged-in, forbidden, not-found
 */
export async function getSecurity(req: PayloadRequest, id: string, now: Date): Promise<SecurityView> {
  const { account } = await requireAccount(req, id)
  const open = (account.sessions ?? []).filter(({ expiresAt }) => Date.parse(expiresAt) > now.getTime())
  const { docs } = await req.payload.db.find<{ sid: string; device: string; network: string; usedAt: string }>({
    collection: 'staff-logins',
    where: { sid: { in: open.map((session) => session.id) } },
    pagination: false,
    limit: 0,
    req,
  })
  const known = new Map(docs.map((row) => [row.sid, row]))
  const sessions = open
    .map(({ id: sid, createdAt, expiresAt }) => {
      const since = new Date(createdAt ?? expiresAt).toISOString()
      const { device = '其他程序', network = '未知网络', usedAt: used = since } = known.get(sid) ?? {}
      return { id: sid, device, network, since, usedAt: new Date(used).toISOString(), isThis: sid === ownSession(req) }
    })
    .sort((one, other) => Number(other.isThis) - Number(one.isThis) || other.usedAt.localeCompare(one.usedAt))
  return {
    secondFactorSince: account.secondFactorSince ?? null,
    recoveryCodesLeft: (account.recoveryCodes ?? '').split(' ').filter(Boolean).length,
    sessions,
  }
}

/**
 * Ends one session of an account, or all but the one that asks.
 *
 * @returns how many ended
 * @throws AppError not-logged-in, forbidden, not-found
 */
export async function endStaffSessions(req: PayloadRequest, id: string, session: string | null): Promise<number> {
  const { account } = await requireAccount(req, id)
  const sessions = account.sessions ?? []
  const left = sessions.filter((one) => (session === null ? one.id === ownSession(req) : one.id !== session))
  const ended = sessions.length - left.length
  if (session !== null && ended === 0) throw new AppError('not-found', '这次登录已经结束，请刷新页面查看。')
  if (ended === 0) return 0
  await req.payload.db.updateOne({ collection: 'staff', id, data: { sessions: left }, req })
  await writeAudit(req, {
    action: 'changed',
    subjectCollection: 'staff',
    subject: id,
    reason: session === null ? `结束其他设备上的登录（${ended} 处）` : '结束一处登录',
  })
  return ended
}

const ownSession = ({ user }: PayloadRequest): string | undefined => (user as { _sid?: string } | null)?._sid
