import { aSignUp } from './aSignUp.ts'
import { filterSignUps, type Filter } from './filters.ts'

const SIGN_UPS = [
  aSignUp('open'),
  aSignUp('here', { attendance: 'present', name: '李四' }),
  aSignUp('away', { attendance: 'absent' }),
  aSignUp('queue', { status: 'waitlisted' }),
  aSignUp('asked', { status: 'pending' }),
  aSignUp('gone', { status: 'cancelled' }),
  aSignUp('offered', { status: 'offered' }),
  aSignUp('door', { walkIn: true, attendance: 'present' }),
]

const idsOf = (filter: Filter, query = '') => filterSignUps(SIGN_UPS, filter, query).map(({ id }) => id)

describe('filterSignUps', () => {
  it('leaves the cancelled out unless they are asked for', () => {
    expect(idsOf('all')).toEqual(['open', 'here', 'away', 'queue', 'asked', 'offered', 'door'])
    expect(idsOf('pending')).toEqual(['asked'])
    expect(idsOf('cancelled')).toEqual(['gone'])
  })
  it('counts only those with a seat as unrecorded', () => expect(idsOf('unknown')).toEqual(['open', 'offered']))
  it('a seat is held by those confirmed and those asked, not by those who came without one', () =>
    expect(idsOf('taken')).toEqual(['open', 'here', 'away', 'offered']))
  it('finds by a part of the name, blanks around it aside', () => expect(idsOf('all', ' 四 ')).toEqual(['here']))
})
