import { expect, test } from '@jest/globals'
import { passwordProblem } from './passwords.ts'

const shequ = { name: '范彩霞', email: 'shequ@demo.invalid', unit: '龙溪社区' }

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
  'woaini1314',
  'boluo2026',
  'Boluo@2026',
  'zhongguo123',
  '龙溪社区2026',
  '13800138000',
  '1qaz@WSX',
  'abcdefg-'.repeat(16),
])('“%s” is no password [S-M12] [F15]', (password) => {
  expect(passwordProblem(password, shequ)).toMatch(/密码/)
})

test.each([
  'luofu-demo-2026',
  'correct horse battery staple',
  '龙溪社区的蜂巢有七扇窗',
  'tq7-vuxe-kapo',
  'shequ-hive-in-the-rain',
])('“%s” is one', (password) => {
  expect(passwordProblem(password, shequ)).toBeNull()
})

test('a password of 128 characters is taken, one of 129 is not', () => {
  const long = Array.from(
    { length: 32 },
    (_, index) => `${'jqxz'[index % 4]}${'ovmk'[(index * 7) % 4]}${index * 37}`,
  ).join('')
  expect(passwordProblem(long.slice(0, 128), {})).toBeNull()
  expect(passwordProblem(long.slice(0, 129).padEnd(129, 'h'), {})).toMatch(/最多 128/)
})

test.each([
  ['shequ@demo.invalid', '姓名、邮箱或单位'],
  ['19900101', '生日'],
  ['qwertyuiop', '最先被试'],
])('“%s” is refused with the reason and with what to do better', (password, reason) => {
  expect(passwordProblem(password, shequ)).toMatch(new RegExp(`容易被猜到：.*${reason}.*。请`))
})
