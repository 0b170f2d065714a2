import { randomInt } from 'node:crypto'
import { createLocalReq, type PayloadRequest, type Where } from 'payload'
import { updateIf } from '../../database/updateIf.ts'
import {
  authenticatorUri,
  newSecret,
  plainCode,
  RECOVERY_ALPHABET,
  RECOVERY_CODES,
  RECOVERY_LENGTH,
  shownCode,
  stepOf,
} from '../../domain/identity/secondFactor.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { qrPng } from '../../email/qrPng.ts'
import { sendStaffLetter } from '../../email/staffLetter.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import {
  requireAccount,
  requireOwnAccount,
  requireOwnPassword,
  storedAccount,
  type StoredAccount,
} from './ownAccount.ts'

/**
 * A secret for the authenticator. Nothing is asked for at the log-in before the first code of it was typed.
 *
 * @returns the secret, and the picture that the authenticator reads, as a data URL
 * @throws AppError forbidden (somebody else's account), second-factor-on, invalid-input (the password), rate-limited
 */
export async function beginSecondFactor(
  req: PayloadRequest,
  id: string,
  password: string,
  now: Date,
): Promise<{ secret: string; picture: string }> {
  const { email, secondFactorSince } = await requireOwnAccount(req, id)
  if (secondFactorSince) throw new AppError('second-factor-on')
  await requireOwnPassword(req, password, now)
  const secret = newSecret()
  if (!(await updateIf(req, 'staff', whereOff(id), { totpSecret: secret, totpStep: 0 })))
    throw new AppError('second-factor-on')
  const png = qrPng(authenticatorUri(secret, email))
  return { secret, picture: `data:image/png;base64,${png.toString('base64')}` }
}

/**
 * The first code shows that the authenticator has the secret: from now on the log-in asks for one.
 *
 * @returns the recovery codes, which are shown this once
 * @throws AppError forbidden, second-factor-on, second-factor-off (not begun), second-factor-wrong, rate-limited
 */
export async function confirmSecondFactor(
  req: PayloadRequest,
  id: string,
  code: string,
  now: Date,
): Promise<{ recoveryCodes: string[] }> {
  const { secondFactorSince, totpSecret } = await requireOwnAccount(req, id)
  if (secondFactorSince) throw new AppError('second-factor-on')
  if (!totpSecret) throw new AppError('second-factor-off', '请先用身份验证器扫描二维码。')
  await proveCode(req, id, code, now)
  const recovery = newRecoveryCodes(id)
  if (
    !(await updateIf(req, 'staff', whereOff(id), {
      secondFactorSince: now.toISOString(),
      recoveryCodes: recovery.stored,
    }))
  )
    throw new AppError('second-factor-on')
  await note(req, id, '开启两步验证')
  return { recoveryCodes: recovery.shown }
}

/**
 * New recovery codes; those from before open nothing any more.
 *
 * @throws AppError forbidden, second-factor-off, invalid-input (the password), rate-limited
 */
export async function renewRecoveryCodes(
  req: PayloadRequest,
  id: string,
  password: string,
  now: Date,
): Promise<{ recoveryCodes: string[] }> {
  if (!(await requireOwnAccount(req, id)).secondFactorSince) throw new AppError('second-factor-off')
  await requireOwnPassword(req, password, now)
  const recovery = newRecoveryCodes(id)
  await updateIf(req, 'staff', { id: { equals: id } }, { recoveryCodes: recovery.stored })
  await note(req, id, '重新生成恢复码')
  return { recoveryCodes: recovery.shown }
}

/**
 * Turns it off: one's own, or for a colleague who lost phone and recovery codes by the department. The owner is told by
 * mail either way. The password is that of whoever does it.
 *
 * @throws AppError forbidden, not-found, second-factor-off, invalid-input (the password), rate-limited
 */
export async function endSecondFactor(req: PayloadRequest, id: string, password: string, now: Date): Promise<void> {
  const { asker, account } = await requireAccount(req, id)
  if (!account.secondFactorSince) throw new AppError('second-factor-off')
  await requireOwnPassword(req, password, now)
  await updateIf(
    req,
    'staff',
    { id: { equals: id } },
    { secondFactorSince: null, totpSecret: null, totpStep: null, recoveryCodes: null },
  )
  await note(req, id, '关闭两步验证')
  const isOwn = asker.id === id
  await sendStaffLetter(req.payload, {
    to: account.email,
    subject: '先“蜂”平台：您的两步验证已关闭',
    says: [
      `${account.name}，您好：`,
      `${isOwn ? '您' : `组织部门的${asker.name}`}关闭了您账号的两步验证，现在只用密码就能登录。`,
    ],
    otherwise: isOwn
      ? '如果不是您本人操作，请马上设置新密码，并联系组织部门。'
      : '请登录后在右上角“账号”里重新开启。如果不是您要求的，请马上联系组织部门。',
  }).catch((error: unknown) => req.payload.logger.error({ err: error }, 'notice of the second factor not sent'))
}

/**
 * A code of the authenticator, or one of the recovery codes; each is taken once, by whichever process is first.
 *
 * @throws AppError second-factor-wrong, rate-limited
 */
export async function proveSecondFactor(req: PayloadRequest, id: string, typed: string, now: Date): Promise<void> {
  await proveCode(req, id, typed, now, async (account, plain) => {
    const [known, hash] = [account.recoveryCodes ?? '', hashOf(id, plain)]
    const left = known.split(' ').filter((one) => one !== hash)
    if (left.length === known.split(' ').length) return false
    const taken = await updateIf(
      req,
      'staff',
      { and: [{ id: { equals: id } }, { recoveryCodes: { equals: known } }] },
      { recoveryCodes: left.join(' ') },
    )
    if (!taken) return false
    const asOwner = await createLocalReq({ user: { ...account, collection: 'staff' } as never }, req.payload)
    await note(asOwner, id, `用恢复码登录，还剩 ${left.filter(Boolean).length} 个`)
    return true
  })
}

async function proveCode(
  req: PayloadRequest,
  id: string,
  typed: string,
  now: Date,
  isRecovered: (account: StoredAccount, plain: string) => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const giveBack = await claimLimit(req, [{ limit: 'second-factors-of-account', of: id }], now)
  const account = await storedAccount(req, id)
  const plain = plainCode(typed)
  const isRight = /^\d{6}$/.test(plain)
    ? await isNewStep(req, id, stepOf(account.totpSecret ?? '', plain, now))
    : await isRecovered(account, plain)
  if (!isRight) throw new AppError('second-factor-wrong')
  await giveBack()
}

const isNewStep = async (req: PayloadRequest, id: string, step: number | null): Promise<boolean> =>
  step !== null &&
  (await updateIf(
    req,
    'staff',
    { and: [{ id: { equals: id } }, { totpStep: { less_than: step } }] },
    { totpStep: step },
  )) !== null

const whereOff = (id: string): Where => ({ and: [{ id: { equals: id } }, { secondFactorSince: { equals: null } }] })

const hashOf = (id: string, plain: string): string => keyedHash('recovery code', `${id}\0${plain}`)

function newRecoveryCodes(id: string): { shown: string[]; stored: string } {
  const one = (): string =>
    Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join('')
  const codes = Array.from({ length: RECOVERY_CODES }, one)
  return { shown: codes.map(shownCode), stored: codes.map((code) => hashOf(id, code)).join(' ') }
}

const note = (req: PayloadRequest, id: string, reason: string): Promise<void> =>
  writeAudit(req, { action: 'changed', subjectCollection: 'staff', subject: id, reason })
