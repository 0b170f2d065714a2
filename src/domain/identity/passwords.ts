import { COMMON_PASSWORDS } from './commonPasswords.ts'

export const PASSWORD_LENGTH = { least: 8, most: 128 } as const
/** Fewer different characters are a run or a pattern. */
const LEAST_DIFFERENT = 4

/**
 * The fault of a password of staff, in a sentence; null when it may be used. No rules about kinds of characters (ASVS
 * 5, 6.2.5): long, not among the commonest, and not made of what everybody knows of the person.
 */
export function passwordProblem(
  password: string,
  { name = '', email = '' }: { name?: string; email?: string },
): string | null {
  const plain = password.trim().toLowerCase()
  if (plain.length < PASSWORD_LENGTH.least) return `密码至少 ${PASSWORD_LENGTH.least} 个字符，可以用几个词连成一句。`
  if (password.length > PASSWORD_LENGTH.most) return `密码最多 ${PASSWORD_LENGTH.most} 个字符。`
  if (COMMON_PASSWORDS.has(plain) || new Set(plain).size < LEAST_DIFFERENT || isRun(plain))
    return '这个密码太常见，容易被猜到，请换一个。'
  const own = [name, email, email.split('@')[0] ?? '']
    .map((text) => text.trim().toLowerCase())
    .filter(({ length }) => length >= 2)
  // With what is left, somebody who knows the person would still have to guess.
  if (own.some((text) => plain.replaceAll(text, '').length < LEAST_DIFFERENT))
    return '密码不能用自己的姓名或邮箱，请换一个。'
  return null
}

/** 23456789, hgfedcba. */
function isRun(text: string): boolean {
  const steps = new Set([...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index)))
  return steps.size === 1
}
