import { expect, test } from '@jest/globals'
import { passwordProblem } from './passwords.ts'

const shequ = { name: '范彩霞', email: 'shequ@demo.invalid' }

test.each([
  '',
  'abc',
  '123',
  'password',
  'PassWord',
  '12345678',
  '23456789',
  'hgfedcba',
  '        ',
  'aaaaaaaaaa',
  '12121212',
  'qwertyuiop',
  'a123456789',
  'shequ@demo.invalid',
  'shequ123',
  '范彩霞',
  ' 1234567 ',
])('“%s” is no password [S-M12] [F15]', (password) => {
  expect(passwordProblem(password, shequ)).toMatch(/密码/)
})

test.each([
  'luofu-demo-2026',
  'correct horse battery staple',
  '龙溪社区的蜂巢有七扇窗',
  'tq7-vuxe',
  'shequ-hive-in-the-rain',
])('“%s” is one', (password) => {
  expect(passwordProblem(password, shequ)).toBeNull()
})

test('a password of 128 characters is taken, one of 129 is not', () => {
  const long = 'abcdefg-'.repeat(16)
  expect(passwordProblem(long, {})).toBeNull()
  expect(passwordProblem(`${long}h`, {})).toMatch(/最多 128/)
})
