import type { SignUp } from '../../operations/seats/listSignUps.ts'
import { filterSignUps, type Filter } from './filters.ts'

const signUp = (id: string, changes: Partial<SignUp> = {}): SignUp => ({
  id,
  person: 'p1',
  name: '张三',
  phone: '138****5678',
  status: 'confirmed',
  walkIn: false,
  sequence: 1,
  position: null,
  size: 1,
  came: null,
  refusal: null,
  answers: [],
  history: [],
  attendance: 'unknown',
  minutes: null,
  minutesSource: null,
  checkedInAt: null,
  checkedOutAt: null,
  method: null,
  recordedBy: '',
  evaluation: null,
  evaluationNote: null,
  rating: null,
  feedback: null,
  request: null,
  ...changes,
})

const SIGN_UPS = [
  signUp('open'),
  signUp('here', { attendance: 'present', name: '李四' }),
  signUp('away', { attendance: 'absent' }),
  signUp('queue', { status: 'waitlisted' }),
  signUp('asked', { status: 'pending' }),
  signUp('gone', { status: 'cancelled' }),
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
