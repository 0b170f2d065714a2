import { describe, expect, it } from '@jest/globals'
import { changesOf, conflictsOf, isSameValue } from './changes.ts'

describe('changesOf', () => {
  it('leaves out what nobody touched, however the form writes it [D13]', () =>
    expect(
      changesOf(
        { place: '乙', leader: '', capacity: null, approval: false, questions: [], unit: 'u1' },
        { place: '甲', unit: 'u1' },
        [],
      ),
    ).toEqual({ place: '乙' }))
  it('keeps what was emptied [D13]', () =>
    expect(changesOf({ leader: '', capacity: null }, { leader: '张', capacity: 5 }, [])).toEqual({
      leader: '',
      capacity: null,
    }))
  it('takes the fields of a group one by one [D13]', () =>
    expect(
      changesOf({ outcome: { visits: 1, matters: 2 } }, { outcome: { visits: 1, matters: 0 } }, ['outcome']),
    ).toEqual({ outcome: { matters: 2 } }))
})

describe('conflictsOf', () => {
  it('lets different fields be [D13]', () =>
    expect(conflictsOf({ description: '新' }, { place: '甲' }, { place: '乙' }, [])).toEqual([]))
  it('finds the same field changed to something else [D13]', () =>
    expect(conflictsOf({ place: '丙' }, { place: '甲' }, { place: '乙' }, [])).toEqual([
      { path: 'place', loaded: '甲', mine: '丙', theirs: '乙' },
    ]))
  it('has nothing against the same change made twice [D13]', () =>
    expect(conflictsOf({ place: '乙' }, { place: '甲' }, { place: '乙' }, [])).toEqual([]))
  it('looks into groups [D13]', () =>
    expect(
      conflictsOf(
        { outcome: { visits: 3 } },
        { outcome: { visits: 1, matters: 1 } },
        { outcome: { visits: 2, matters: 9 } },
        ['outcome'],
      ),
    ).toMatchObject([{ path: 'outcome.visits', theirs: 2 }]))
})

describe('isSameValue', () => {
  it('knows a list by its rows and their order', () => {
    expect(isSameValue([{ id: '1', label: 'a', max: null }], [{ label: 'a', id: '1' }])).toBe(true)
    expect(isSameValue(['a', 'b'], ['b', 'a'])).toBe(false)
    expect(isSameValue(0, null)).toBe(false)
  })
})
