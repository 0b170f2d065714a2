import { describe, expect, test } from '@jest/globals'
import {
  areOverlapping,
  endedKey,
  endedNow,
  isInPost,
  keyFor,
  keyOfMerged,
  relieved,
  standingOn,
  staysOfTwo,
  type Held,
} from './appointments.ts'
import { factsOf, NEEDED_POSTS, POST_NAMES, postsOf } from './vocabulary.ts'

const held = (overrides: Partial<Held> = {}): Held => ({
  id: 'one',
  post: 'gridHead',
  unit: 'grid',
  from: '2026-03-01',
  to: null,
  standing: 'current',
  awaiting: false,
  holds: 'gridHead:grid:a',
  ...overrides,
})

describe('how a term stands', () => {
  test.each([
    ['2026-02-28', null, 'planned'],
    ['2026-03-01', null, 'current'],
    ['2026-03-31', '2026-03-31', 'current'],
    ['2026-04-01', '2026-03-31', 'ended'],
  ])('on %s, to %s: %s', (today, to, standing) =>
    expect(standingOn({ from: '2026-03-01', to, awaiting: false }, today)).toBe(standing),
  )
  test('one that waits for the community does not begin', () =>
    expect(standingOn({ from: '2026-03-01', to: null, awaiting: true }, '2026-05-01')).toBe('planned'))
  test('powers follow the day, though the stored standing is behind', () => {
    expect(isInPost(held({ standing: 'planned' }), '2026-03-01')).toBe(true)
    expect(isInPost(held({ to: '2026-03-31' }), '2026-04-01')).toBe(false)
  })
  test('an end by hand counts at once', () =>
    expect(isInPost(held({ standing: 'ended', to: '2026-03-05' }), '2026-03-05')).toBe(false))
  test('nobody is in a post before the community has confirmed it', () =>
    expect(isInPost(held({ standing: 'planned', awaiting: true }), '2026-03-05')).toBe(false))
})

describe('who holds a post', () => {
  const term = { from: '2026-06-01', to: null }
  const wanted = { post: 'gridHead' as const, unit: 'grid', holder: 'p', ...term }
  test('of many holders each holds it by name', () =>
    expect(keyFor({ ...wanted, post: 'gridFull' }, [held(), held()])).toBe('gridFull:grid:p'))
  test('the first takes the first seat', () => expect(keyFor(wanted, [])).toBe('gridHead:grid:a'))
  test('none beside one without an end', () => expect(keyFor(wanted, [held()])).toBeNull())
  test('the next follows the day after', () => {
    expect(keyFor(wanted, [held({ to: '2026-05-31' })])).toBe('gridHead:grid:b')
    expect(keyFor(wanted, [held({ to: '2026-06-01' })])).toBeNull()
  })
  test('the seats take turns', () =>
    expect(keyFor(wanted, [held({ to: '2026-05-31', holds: 'gridHead:grid:b' })])).toBe('gridHead:grid:a'))
  test('somebody steps in until the one who is planned comes', () => {
    const planned = held({ from: '2026-07-01', standing: 'planned' })
    expect(keyFor({ ...wanted, to: '2026-06-30' }, [planned])).toBe('gridHead:grid:b')
    expect(keyFor(wanted, [planned])).toBeNull()
  })
  test('one follows, and no third', () =>
    expect(
      keyFor({ ...wanted, from: '2027-01-01' }, [
        held({ to: '2026-05-31' }),
        held({ from: '2026-06-01', to: '2026-12-31', holds: 'gridHead:grid:b' }),
      ]),
    ).toBeNull())
  test('an ended one holds nothing', () => expect(endedKey('one')).toBe('ended:one'))
  test('terms overlap on a common day alone', () => {
    expect(areOverlapping({ from: '2026-01-01', to: '2026-01-31' }, { from: '2026-01-31', to: null })).toBe(true)
    expect(areOverlapping({ from: '2026-01-01', to: '2026-01-31' }, { from: '2026-02-01', to: null })).toBe(false)
  })
})

describe('two records of one person', () => {
  test('the key goes along; that of a seat names nobody', () => {
    expect(keyOfMerged('gridFull:grid:p', 'p', 'q')).toBe('gridFull:grid:q')
    expect(keyOfMerged('gridHead:grid:a', 'p', 'q')).toBe('gridHead:grid:a')
    expect(keyOfMerged('ended:one', 'p', 'q')).toBe('ended:one')
  })
  test('a current one stays, then a planned one, then one that waits; of two alike the earlier', () => {
    const current = held()
    const planned = held({ standing: 'planned' })
    const waiting = held({ standing: 'planned', awaiting: true })
    expect(staysOfTwo(planned, current)).toBe(current)
    expect(staysOfTwo(waiting, planned)).toBe(planned)
    const later = held({ from: '2026-04-01' })
    expect(staysOfTwo(later, current)).toBe(current)
  })
})

describe('an end', () => {
  const ended = { standing: 'ended', awaiting: false, holds: 'ended:one', endReason: '调离' }
  test('is today, or the day that was said; what never began keeps its days', () => {
    expect(endedNow(held(), '调离', '2026-05-01')).toEqual({ ...ended, to: '2026-05-01' })
    expect(endedNow(held(), '调离', '2026-05-01', '2026-04-15')).toEqual({ ...ended, to: '2026-04-15' })
    expect(endedNow(held(), '调离', '2026-02-28')).toEqual(ended)
    expect(endedNow(held({ awaiting: true }), '调离', '2026-05-01')).toEqual(ended)
  })
  test('for another is the day before, at the turn of months and years too; a sooner one stands', () => {
    const goesOn = { standing: 'current', holds: 'gridHead:grid:a' }
    expect(relieved(held(), '2027-01-01', '2026-05-01')).toEqual({ ...goesOn, to: '2026-12-31' })
    expect(relieved(held(), '2028-03-01', '2026-05-01')).toEqual({ ...goesOn, to: '2028-02-29' })
    expect(relieved(held({ to: '2026-06-30' }), '2027-01-01', '2026-05-01')).toEqual({ ...goesOn, to: '2026-06-30' })
    expect(relieved(held(), '2026-05-01', '2026-05-01')).toEqual({
      to: '2026-04-30',
      standing: 'ended',
      holds: 'ended:one',
    })
  })
})

test('each post belongs to some kind of unit, and those of one holder are the ones that must be filled', () => {
  for (const post of POST_NAMES) expect(factsOf(post).of.length).toBeGreaterThan(0)
  expect(NEEDED_POSTS).toEqual(['gridHead', 'laneChief'])
  expect(postsOf('grid')).toEqual(['gridHead', 'gridFull', 'gridPart', 'gridAdviser', 'pioneerLandlord'])
  expect(postsOf('county')).toEqual([])
})
