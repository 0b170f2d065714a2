import { describe, expect, it } from '@jest/globals'
import { AppError } from '../shared/AppError.ts'
import { editOf, sessionStarts, timesFrom, type Session } from './recurrence.ts'
import type { RecurrenceRule } from './vocabulary.ts'

/** By the county's clock. */
const at = (text: string): string => new Date(`${text.replace(' ', 'T')}:00+08:00`).toISOString()
const starts = (first: string, rule: RecurrenceRule, count: number): string[] =>
  sessionStarts(at(first), rule, count).map((iso) =>
    new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
  )

describe('sessionStarts', () => {
  it('comes every week on the same day, over the end of the year', () =>
    expect(starts('2026-12-19 19:30', 'weekly', 3)).toEqual([
      '2026-12-26 19:30',
      '2027-01-02 19:30',
      '2027-01-09 19:30',
    ]))
  it('keeps the day of the county’s clock where UTC has another', () =>
    expect(starts('2026-03-01 00:30', 'weekly', 1)).toEqual(['2026-03-08 00:30']))
  // 2026-11-28 is the fourth Saturday, 2026-11-14 the second.
  it('comes on the second Saturday of each month', () =>
    expect(starts('2026-11-14 07:00', 'monthlyNth', 4)).toEqual([
      '2026-12-12 07:00',
      '2027-01-09 07:00',
      '2027-02-13 07:00',
      '2027-03-13 07:00',
    ]))
  it('comes on the last Saturday, the fourth or the fifth', () =>
    expect(starts('2026-11-28 07:00', 'monthlyLast', 3)).toEqual([
      '2026-12-26 07:00',
      '2027-01-30 07:00',
      '2027-02-27 07:00',
    ]))
  it('counts from the 1st, whatever its weekday, at night too', () =>
    expect(starts('2026-05-01 00:15', 'monthlyNth', 2)).toEqual(['2026-06-05 00:15', '2026-07-03 00:15']))
  it('leaves no month out over four years', () => {
    const found = starts('2026-01-27 10:00', 'monthlyNth', 48)
    expect(found.map((day) => day.slice(0, 7))).toEqual(
      Array.from({ length: 48 }, (_, index) => new Date(Date.UTC(2026, index + 1, 1)).toISOString().slice(0, 7)),
    )
    for (const day of found) expect(new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay()).toBe(2)
  })
  it('refuses a fifth weekday, which not every month has', () =>
    expect(() => starts('2026-10-31 10:00', 'monthlyNth', 1)).toThrow(AppError))
  it('takes it as the last', () => expect(starts('2026-10-31 10:00', 'monthlyLast', 1)).toEqual(['2026-11-28 10:00']))
  it('refuses “last” for one that is not', () =>
    expect(() => starts('2026-11-14 10:00', 'monthlyLast', 1)).toThrow(/第 2 个/))
})

const SOURCE: Session & { title: string; capacity: number } = {
  title: '夜校',
  capacity: 30,
  startsAt: at('2026-11-14 19:00'),
  endsAt: at('2026-11-14 21:00'),
  registrationOpensAt: at('2026-11-01 09:00'),
  registrationClosesAt: at('2026-11-14 12:00'),
}

describe('timesFrom', () => {
  it('moves everything with the start', () =>
    expect(timesFrom(SOURCE, at('2026-11-21 20:00'))).toEqual({
      startsAt: at('2026-11-21 20:00'),
      endsAt: at('2026-11-21 22:00'),
      registrationOpensAt: at('2026-11-08 10:00'),
      registrationClosesAt: at('2026-11-21 13:00'),
    }))
  it('leaves open what was open: sign-up goes on following the start [D5]', () =>
    expect(
      timesFrom({ ...SOURCE, registrationOpensAt: null, registrationClosesAt: null }, at('2026-11-21 20:00')),
    ).toMatchObject({ registrationOpensAt: null, registrationClosesAt: null }))
})

describe('editOf', () => {
  const later = { ...SOURCE, ...timesFrom(SOURCE, at('2026-11-21 19:00')) }
  it('finds nothing where nothing differs', () =>
    expect(editOf(SOURCE, { ...later, questions: [] }, ['title', 'time', 'place', 'capacity', 'questions'])).toEqual(
      {},
    ))
  it('takes the named parts and no others', () =>
    expect(editOf({ ...SOURCE, title: '早课', capacity: 20 } as Session, later, ['title'])).toEqual({ title: '早课' }))
  it('keeps the day of the session', () => {
    const earlier = { ...SOURCE, ...timesFrom(SOURCE, at('2026-11-14 06:30')) }
    expect(editOf(earlier, later, ['time'])).toMatchObject({
      startsAt: at('2026-11-21 06:30'),
      endsAt: at('2026-11-21 08:30'),
    })
  })
  it('keeps the ids of questions that stay, for the answers there are', () => {
    const asked = [
      { id: 'mine', label: '尺码', kind: 'text' as const },
      { id: 'new', label: '备注', kind: 'text' as const },
    ]
    expect(
      editOf(
        { ...SOURCE, questions: asked },
        { ...later, questions: [{ id: 'theirs', label: '尺码', kind: 'text', origin: 'mine' }] },
        ['questions'],
      ),
    ).toEqual({
      questions: [
        { id: 'theirs', origin: 'mine', label: '尺码', kind: 'text' },
        { origin: 'new', label: '备注', kind: 'text' },
      ],
    })
  })
  it('gives no two questions one id, whatever they are called and however often they were copied [D2]', () => {
    const asked = [
      { id: 'a', label: '姓名', kind: 'text' as const },
      { id: 'b', origin: 'a', label: '姓名', kind: 'text' as const },
      { id: 'c', label: '姓名', kind: 'text' as const },
    ]
    const known = [
      { id: 'x', origin: 'a', label: '姓名', kind: 'text' as const },
      { id: 'y', label: '姓名', kind: 'text' as const },
    ]
    const { questions } = editOf({ ...SOURCE, questions: asked }, { ...later, questions: known }, ['questions']) as {
      questions: { id?: string }[]
    }
    expect(questions.map(({ id }) => id)).toEqual(['x', 'y', undefined])
  })
})
