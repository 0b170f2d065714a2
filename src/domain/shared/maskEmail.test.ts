import { expect, it } from '@jest/globals'
import { maskEmail } from './maskEmail.ts'

it.each([
  ['linxiulan@example.org', 'l***@example.org'],
  ['a@b.cn', 'a***@b.cn'],
])('%s is shown as %s', (email, shown) => expect(maskEmail(email)).toBe(shown))
