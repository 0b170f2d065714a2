import { expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'

const CLOCK = '2031-12-31T23:59:50+08:00'
const printed = (code: string, env: Record<string, string>): string[] =>
  execFileSync(process.execPath, ['--import', './tests/support/clock.js', '--input-type=module', '-e', code], {
    env: { ...process.env, NODE_OPTIONS: '', TEST_CLOCK_SHIFT_MS: undefined, ...env },
    encoding: 'utf8',
  })
    .trim()
    .split('\n')

test('a clock that is set is everywhere: new Date, Date.now, Date(); what names a moment, and types, stay', () => {
  const code =
    'console.log(new Date().getTime()); console.log(Date.now()); console.log(Date.parse(Date())); console.log(new Date(5).getTime(), new Date(0).constructor === Date, new Date() instanceof Date, Object.prototype.toString.call(new Date()), Date.UTC(1970, 0, 2))'
  const [made, now, called, others] = printed(code, { TEST_CLOCK: CLOCK })
  for (const at of [made, now, called]) {
    expect(Number(at)).toBeGreaterThanOrEqual(Date.parse(CLOCK) - 1000)
    expect(Number(at)).toBeLessThan(Date.parse(CLOCK) + 20_000)
  }
  expect(others).toBe('5 true true [object Date] 86400000')
})

test('a process that a test starts goes on by the test’s clock', () => {
  const [now] = printed('console.log(Date.now())', { TEST_CLOCK: CLOCK, TEST_CLOCK_SHIFT_MS: '0' })
  const real = Number(execFileSync('date', ['+%s%3N'], { encoding: 'utf8' }))
  expect(Math.abs(Number(now) - real)).toBeLessThan(20_000)
})
