import { aSignUp } from './aSignUp.ts'
import { filterSignUps, type Filter } from './filters.ts'

const SIGN_UPS = [
  aSignUp('open'),
  aSignUp('here', { attendance: 'present', name: '李四' }),
  aSignUp('away', { attendance: 'absent' }),
  aSignUp('queue', { status: 'waitlisted' }),
  aSignUp('asked', { status: 'pending' }),
  aSignUp('gone', { status: 'cancelled' }),
]

const idsOf = (filter: Filter, query = '') => filterSignUps(SIGN_UPS, filter, query).map(({ id }) => id)

describe('filterSignUps', () => {
  it('leaves the cancelled out unless they are asked for', () => {
    expect(idsOf('all')).toEqual(['open', 'here', 'away', 'queue', 'asked'])
    expect(idsOf('pending')).toEqual(['asked'])
    expect(idsOf('cancelled')).toEqual(['gone'])
  })
  it('counts only those with a seat as unrecorded', () => expect(idsOf('unknown')).toEqual(['open']))
  it('finds by a part of the name, blanks around it aside', () => expect(idsOf('all', ' 四 ')).toEqual(['here']))
})
