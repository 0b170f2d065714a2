import { newestOfLines, type LastTime } from './lastTimes.ts'

const one = (id: string, line: LastTime['line']) => ({ id, line }) as LastTime
const idsOf = (activities: LastTime[]): string[] => newestOfLines(activities).map(({ id }) => id)

describe('newestOfLines', () => {
  it('offers the newest of each line, newest first', () =>
    expect(
      idsOf([one('a', 'riders'), one('b', 'pairing'), one('c', 'riders'), one('d', 'oldTown'), one('e', 'pairing')]),
    ).toEqual(['a', 'b', 'd']))
  it('offers four at most', () =>
    expect(
      idsOf([one('a', 'riders'), one('b', 'pairing'), one('c', 'oldTown'), one('d', 'policing'), one('e', 'visiting')]),
    ).toHaveLength(4))
  it('offers nothing to a unit that did nothing yet', () => expect(idsOf([])).toEqual([]))
})
