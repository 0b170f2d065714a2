import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Unit } from '../../payload-types.ts'

/** @throws AppError invalid-input, with what to do better */
export async function requireSoundPassword(
  req: PayloadRequest,
  password: string,
  { name, email, unit }: { name?: string; email?: string; unit?: string | { id: string } | null },
): Promise<void> {
  const own =
    unit &&
    (await req.payload.db.findOne<Unit>({
      collection: 'units',
      where: { id: { equals: typeof unit === 'string' ? unit : unit.id } },
      req,
    }))
  // With its word lists, of half a second: a process that sets no password goes without.
  const { passwordProblem } = await import('../../domain/identity/passwords.ts')
  const problem = passwordProblem(password, { name, email, unit: own ? own.name : undefined })
  if (problem !== null) throw new AppError('invalid-input', problem, { password: problem })
}

/** Before the hash, as Payload writes it (3.90), with the iterations that it stands for. */
export const HASH_MARK = 'pbkdf2-sha256-v1:'
const ITERATIONS = 600_000

/** Whether it is the password of the account, as Payload stores one. */
export async function isPassword(
  { hash, salt }: { hash?: string | null; salt?: string | null },
  password: string,
): Promise<boolean> {
  if (!hash || !salt) return false
  const [plain, iterations, length] = hash.startsWith(HASH_MARK)
    ? [hash.slice(HASH_MARK.length), ITERATIONS, 32]
    : [hash, 25_000, 512]
  const [given, stored] = [
    await promisify(pbkdf2)(password, salt, iterations, length, 'sha256'),
    Buffer.from(plain, 'hex'),
  ]
  return given.length === stored.length && timingSafeEqual(given, stored)
}
