import { expect, test } from '@jest/globals'
import { TEMPLATES, renderCertificates, renderMessage, type CertificatesFacts, type MessageFacts } from './templates.ts'

const facts: MessageFacts = {
  name: '<b>骑手</b>',
  activity: {
    title: '义剪 & 义诊',
    startsAt: '2026-06-02T06:00:00.000Z',
    endsAt: '2026-06-02T08:00:00.000Z',
    place: '一号楼',
    contact: '0752-1',
    cancelReason: '下雨',
  },
  size: 3,
  reason: '人数已满',
  isOwnDoing: false,
  until: '2026-06-02T05:00:00.000Z',
  writtenAt: '2026-06-01T01:00:00.000Z',
  before: { startsAt: '2026-06-02T01:00:00.000Z', endsAt: '2026-06-02T03:00:00.000Z', place: '二号楼' },
  changeReason: '二号楼停电',
  correction: { isAccepted: true, answer: '时长已改' },
  words: { text: '改到 <二楼>\n\n请带雨具', unit: '甲一社区' },
  links: {
    activity: 'https://x.example/a',
    mine: 'https://x.example/m',
    ticket: 'https://x.example/t',
    record: 'https://x.example/r',
    settings: 'https://x.example/s?a=1&b=2',
  },
}
const kinds = Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]

test.each(kinds)('%s says what, when and where, what to do next and how to unsubscribe', (kind) => {
  const { subject, text, html, sms } = renderMessage(kind, facts, 'cid:x')
  expect(subject).toContain('义剪 & 义诊')
  for (const part of ['义剪 & 义诊', '6月2日', '14:00', '一号楼', 'https://x.example/', facts.links.settings])
    expect(text).toContain(part)
  expect(html).not.toContain('<b>骑手')
  expect(html).toContain('&#60;b&#62;骑手')
  expect(html).toContain('https://x.example/s?a=1&#38;b=2')
  expect(sms).toMatch(/^【先蜂】.+https:\/\/x\.example\/\w$/)
  expect(sms.length).toBeLessThanOrEqual(134)
  expect(`${subject}${text}${html}${sms}`).not.toMatch(/undefined|null|NaN|Invalid/)
})

test('an organiser’s own words come with the unit that says them, line by line, and harmless', () => {
  const { subject, text, html, sms } = renderMessage('broadcast', facts, null)
  expect(subject).toBe('组织者的消息：义剪 & 义诊')
  expect(text).toContain('甲一社区就《义剪 & 义诊》告诉您：\n\n改到 <二楼>\n\n请带雨具\n\n')
  expect(html).toContain('改到 &#60;二楼&#62;</p>')
  expect(sms).toBe('【先蜂】甲一社区就《义剪 & 义诊》告诉您：改到 <二楼>。请带雨具。详情：https://x.example/m')
})

test.each([
  [true, '已采纳'],
  [false, '未采纳'],
])('an answer to a request says how it ended and why: accepted %s', (isAccepted, said) => {
  const { text, html, sms } = renderMessage(
    'correctionAnswered',
    { ...facts, correction: { isAccepted, answer: '签到表上是 90 分钟。' } },
    null,
  )
  for (const part of [said, '签到表上是 90 分钟。']) for (const way of [text, html]) expect(way).toContain(part)
  expect(sms).toContain(`${said}（签到表上是 90 分钟）`)
  expect(text).not.toMatch(/。。/)
})

test('of one certificate and of two: each by its number, with the issuer, where it is got and how to unsubscribe', () => {
  const one = {
    number: 'XF-1',
    issuer: '甲社区',
    kind: 'activity' as const,
    title: '义剪 & 义诊',
    from: '2026-06-02T06:00:00.000Z',
    to: '2026-06-02T06:00:00.000Z',
  }
  const period = {
    ...one,
    number: 'XF-2',
    kind: 'period' as const,
    from: '2025-12-31T16:00:00.000Z',
    to: '2026-06-29T16:00:00.000Z',
  }
  const about = (certificates: CertificatesFacts['certificates']) =>
    renderCertificates({
      name: '<b>骑手',
      certificates,
      links: { certificates: 'https://x.example/c', settings: 'https://x.example/s' },
    })
  const [single, both] = [about([one]), about([one, period])]
  for (const part of ['甲社区', '义剪 & 义诊', 'XF-1', 'https://x.example/c', 'https://x.example/s'])
    expect(single.text).toContain(part)
  for (const part of ['2 份', 'XF-1', 'XF-2', '2026年1月1日至2026年6月30日']) expect(both.text).toContain(part)
  expect(both.html).toContain('&#60;b&#62;骑手')
  expect([single.subject, both.subject]).toEqual(['志愿服务证明已出具', '志愿服务证明已出具 2 份'])
  expect(both.sms).toBe('【先蜂】甲社区为您出具了志愿服务证明 2 份，登录后下载：https://x.example/c')
})

test('no two say the same', () =>
  expect(new Set(kinds.map((kind) => renderMessage(kind, facts, null).text)).size).toBe(kinds.length))

test('a change names what was and what is', () => {
  const { text } = renderMessage('activityChanged', facts, null)
  for (const part of ['09:00–11:00 改为', '14:00–16:00', '“二号楼”改为“一号楼”']) expect(text).toContain(part)
})

test('only what concerns a seat touches the calendar', () => {
  const touching = kinds.filter((kind) => renderMessage(kind, facts, null).calendar !== null)
  expect(touching).toEqual([
    'confirmed',
    'promoted',
    'cancelled',
    'activityChanged',
    'activityCancelled',
    'activityResumed',
  ])
})

test('a change of the year alone says both years that are not this one [D19]', () => {
  const activity = {
    ...facts.activity,
    startsAt: '2027-06-02T01:00:00.000Z',
    endsAt: '2027-06-02T03:00:00.000Z',
    place: '二号楼',
  }
  expect(renderMessage('activityChanged', { ...facts, activity }, null).text).toContain(
    '时间由 6月2日（周二）09:00–11:00 改为 2027年6月2日（周三）09:00–11:00。',
  )
})

test.each([
  ['台风蓝色预警。', '原因：台风蓝色预警。'],
  ['台风蓝色预警', '原因：台风蓝色预警。'],
  ['改到下周！', '原因：改到下周！'],
  ['场地（三楼）', '原因：场地（三楼）。'],
  ['“改期。”', '原因：“改期。”'],
  ['下雨，', '原因：下雨。'],
])('a reason %s ends once [D28] [m8]', (cancelReason, sentence) => {
  const { text, html } = renderMessage(
    'activityCancelled',
    { ...facts, activity: { ...facts.activity, cancelReason } },
    null,
  )
  expect(text.split('\n')).toContain(sentence)
  expect(`${text}${html}`).not.toMatch(/。。|！。|。”。/)
})

test.each(['refused', 'cancelled', 'activityCancelled'] as const)(
  'a short message of %s says why, cut where it is long [m8]',
  (kind) => {
    const smsFor = (reason: string | null): string =>
      renderMessage(kind, { ...facts, reason, activity: { ...facts.activity, cancelReason: reason } }, null).sms
    expect(smsFor('台风蓝色预警。')).toContain('（台风蓝色预警）')
    expect(smsFor('因台风蓝色预警，室外活动一律停止，何时再办另行通知。')).toContain(
      '（因台风蓝色预警，室外活动一律停止，何时再…）',
    )
    expect(smsFor(null)).not.toContain('（）')
  },
)
