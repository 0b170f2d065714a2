import { afterEach, expect, jest, test } from '@jest/globals'
import { boxesOf, overprints, textsOf } from '../../tests/support/pdf.ts'
import type { CertificateFacts } from '../domain/certificates/certificates.ts'
import { drawCertificate } from './drawCertificate.ts'
import { unprintableIn } from './letters.ts'

const ADDRESS = 'https://example.org/certificates/XF-7K3M9Q-WE4T2P-HJ6N8R'
const service = (day: number) => ({
  startsAt: `2026-03-${String(day).padStart(2, '0')}T01:00:00.000Z`,
  title: `第${day}次清扫`,
  place: '龙珠路东段',
  minutes: 100 + day,
  unit: '龙珠社区',
})
const facts = (count: number): CertificateFacts => ({
  number: 'XF-7K3M9Q-WE4T2P-HJ6N8R',
  kind: count === 1 ? 'activity' : 'period',
  name: '欧阳慧',
  volunteerNumber: 'BL0123456789',
  from: '2026-03-01T01:00:00.000Z',
  to: '2026-03-31T01:00:00.000Z',
  minutes: 101,
  services: Array.from({ length: count }, (_, index) => service(index + 1)),
  issuer: '龙珠社区',
  head: '赵主任',
  contact: '0752-0000001',
  handler: '钱经办',
  issuedAt: '2026-04-01T01:00:00.000Z',
})

afterEach(() => void jest.useRealTimers())

test('the same facts give the same bytes, years apart', async () => {
  const first = await drawCertificate(facts(1), ADDRESS)
  jest.useFakeTimers({
    now: new Date('2031-01-01T00:00:00Z'),
    doNotFake: [
      'nextTick',
      'setImmediate',
      'setTimeout',
      'queueMicrotask',
      'setInterval',
      'clearTimeout',
      'clearImmediate',
      'clearInterval',
    ],
  })
  expect((await drawCertificate(facts(1), ADDRESS)).equals(first)).toBe(true)
  jest.useRealTimers()
  expect((await drawCertificate({ ...facts(1), minutes: 102 }, ADDRESS)).equals(first)).toBe(false)
})

test('thirty services take several pages, and none is lost between them', async () => {
  const text = await textsOf(await drawCertificate(facts(30), ADDRESS))
  for (let day = 1; day <= 30; day += 1)
    expect(text).toContain(
      `2026年3月${day}日第${day}次清扫龙珠路东段1小时${40 + day}分钟`
        .replace(/1小时60分钟/, '2小时')
        .replace(/1小时(6[1-9]|70)分钟/, (_, minutes: string) => `2小时${Number(minutes) - 60}分钟`),
    )
  expect(text).toMatch(/第1页，共3页.*第2页，共3页.*第3页，共3页/)
})

test('what no font has is named, nothing is left out [D14]', async () => {
  expect(await unprintableIn('清扫🧹街道𡒄🧹')).toBe('🧹𡒄')
  expect(await unprintableIn('欧阳𬱖 买买提·吐尔逊•・')).toBe('')
})

const LONG = { text: '义'.repeat(60), word: 'W'.repeat(60), short: '长'.repeat(40) }
test.each([
  ['long texts', { issuer: LONG.text, head: LONG.short, contact: LONG.text, handler: LONG.short }, LONG.text],
  [
    'words without a blank',
    {
      issuer: LONG.word,
      head: LONG.word.slice(0, 40),
      contact: LONG.word,
      handler: LONG.word.slice(0, 40),
      name: LONG.word.slice(0, 40),
    },
    LONG.word,
  ],
  [
    'a unit of 56, a head of 25, a contact of 40',
    { issuer: LONG.text.slice(0, 56), head: LONG.text.slice(0, 25), contact: LONG.text.slice(0, 40) },
    '清扫',
  ],
])(
  'nothing is printed over anything else, nor beyond the page: %s [D25]',
  async (_, over, title) => {
    for (const count of [1, 8]) {
      const drawn = {
        ...facts(count),
        ...over,
        services: facts(count).services.map((one) => ({
          ...one,
          title,
          place: LONG.text + LONG.text.slice(0, 20),
          unit: title,
        })),
      }
      expect(overprints(await boxesOf(await drawCertificate(drawn, ADDRESS)))).toEqual([])
    }
  },
  60_000,
)
