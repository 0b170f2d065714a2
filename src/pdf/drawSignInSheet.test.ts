import { expect, test } from '@jest/globals'
import { boxesOf, overprints, textsOf } from '../../tests/support/pdf.ts'
import { drawSignInSheet, type SignInFacts, type SignInRow } from './drawSignInSheet.ts'

const row = (name: string, over: Partial<SignInRow> = {}): SignInRow => ({
  name,
  phoneTail: '0752',
  size: 1,
  status: 'confirmed',
  walkIn: false,
  ...over,
})
const facts = (rows: SignInRow[]): SignInFacts => ({
  title: '骑手健康义诊',
  startsAt: '2026-12-05T06:00:00.000Z',
  endsAt: '2026-12-05T08:00:00.000Z',
  place: '龙溪站二楼',
  unit: '龙溪社区',
  asOf: '2026-11-30T06:05:00.000Z',
  rows,
})

test('those with a seat come first, those who wait after them, each in their order and numbered', async () => {
  const rows = [
    row('欧阳慧', { size: 3 }),
    row('林候补', { status: 'waitlisted' }),
    row('钱路过', { walkIn: true, phoneTail: '' }),
    row('', { status: 'offered' }),
    row('赵待审', { status: 'pending' }),
  ]
  expect(await textsOf(await drawSignInSheet(facts(rows)))).toContain(
    '1欧阳慧30752已报名2钱路过1现场参加尚未确认：候补、待确认、待审核' +
      '3林候补10752候补中4（已注销）10752待确认5赵待审10752待审核现场参加：请写姓名和手机号后四位',
  )
})

test('each page has the head and says how many there are; rows to write on are left at the end', async () => {
  const people = Array.from({ length: 40 }, (_, index) => row(`第${index + 1}人`))
  const boxes = await boxesOf(await drawSignInSheet(facts(people)))
  for (const page of [1, 2, 3]) {
    const text = boxes.flatMap((box) => (box.page === page ? [box.text] : [])).join('')
    for (const part of ['骑手健康义诊', '2026年12月5日（周六）14:00–16:00', '龙溪站二楼', '龙溪社区', '序号', '签名'])
      expect(text.replace(/\s/g, '')).toContain(part)
    expect(text.replace(/\s/g, '')).toContain(`第${page}页，共3页`)
  }
  expect(boxes.filter(({ text }) => /^第\d+人$/.test(text))).toHaveLength(40)
  expect(boxes.some(({ page }) => page === 4)).toBe(false)
})

test('with nobody signed up there is a page of rows to write on', async () => {
  const text = await textsOf(await drawSignInSheet(facts([])))
  expect(text).toContain('现场参加')
  expect(text).toContain('第1页，共1页')
})

test.each([15, 16, 17, 18, 19])('no heading stands alone at the foot of a page: %i people', async (count) => {
  const people = Array.from({ length: count }, (_, index) => row(`第${index + 1}人`))
  const boxes = await boxesOf(await drawSignInSheet(facts([...people, row('林候补', { status: 'waitlisted' })])))
  const heading = boxes.find(({ text }) => text.startsWith('尚未确认'))
  const first = boxes.find(({ text }) => text === '林候补')
  expect(first?.page).toBe(heading?.page)
})

test('a name is never printed as another one: missing letters are marked, and the foot says so', async () => {
  const text = await textsOf(await drawSignInSheet(facts([row('林𡒄花')])))
  expect(text).toContain('林〓花')
  expect(text).toContain('〓是字库没有的字，请手写补上')
  expect(await textsOf(await drawSignInSheet(facts([row('林花')])))).not.toContain('〓')
})

test('the same facts give the same bytes', async () => {
  const first = await drawSignInSheet(facts([row('欧阳慧')]))
  expect((await drawSignInSheet(facts([row('欧阳慧')]))).equals(first)).toBe(true)
})

test.each(['义', 'W'])('nothing is printed over anything else, nor beyond the page: %s', async (letter) => {
  const long = { title: letter.repeat(60), place: letter.repeat(80), unit: letter.repeat(60) }
  const rows = [row(letter.repeat(40), { size: 20, walkIn: true }), row(letter.repeat(25), { status: 'waitlisted' })]
  const over = { endsAt: '2027-01-02T08:00:00.000Z' }
  expect(overprints(await boxesOf(await drawSignInSheet({ ...facts(rows), ...long, ...over })))).toEqual([])
})

test('more people than paper is for are refused', async () => {
  const people = Array.from({ length: 2001 }, () => row('欧阳慧'))
  await expect(drawSignInSheet(facts(people))).rejects.toMatchObject({ code: 'sheet-too-long', status: 409 })
})
