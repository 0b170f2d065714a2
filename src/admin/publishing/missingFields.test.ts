import { missingFields, type ActivityDraft } from './missingFields.ts'

const COMPLETE: ActivityDraft = {
  title: '骑手座谈会',
  line: 'riders',
  theme: 'connect',
  unit: 'u1',
  startsAt: '2026-11-25T01:00:00.000Z',
  endsAt: '2026-11-25T03:00:00.000Z',
  place: '龙溪站',
  capacity: 20,
  description: '座谈',
  leader: '王五',
  contact: '值班电话',
}

describe('missingFields', () => {
  it('finds nothing in a complete activity', () =>
    expect(missingFields(COMPLETE)).toEqual({ required: [], problems: [], recommended: [] }))
  it('names what is required and empty', () =>
    expect(missingFields({ ...COMPLETE, place: '', endsAt: null }).required).toEqual(['endsAt', 'place']))
  it('tells what the line still needs', () =>
    expect(missingFields({ ...COMPLETE, theme: null }).problems).toEqual(['请选择主题：强新、联新或暖新。']))
  it('names the seats, which are easily missed: with none there is no limit [F16]', () =>
    expect(missingFields({ ...COMPLETE, capacity: null }).recommended).toEqual(['capacity']))
  it('keeps what is merely useful apart', () => {
    expect(missingFields({ ...COMPLETE, contact: '' })).toEqual({
      required: [],
      problems: [],
      recommended: ['contact'],
    })
  })
})
