import { describe, expect, it } from '@jest/globals'
import { familyNameOf, knownBy, mostOf, shownOf } from './walkIns.ts'

describe('whom staff of another unit know', () => {
  it('is in full who signed up, also when they came without a seat [S-M7]', () => {
    expect(knownBy({ walkIn: false, sequence: 1 })).toBe('all')
    expect(knownBy({ walkIn: false })).toBe('all')
    expect(knownBy({ walkIn: true, sequence: 3 })).toBe('all')
  })

  it('is by name who was typed by name at the door, and else by family name, as is who was recorded before that was noted [S-M7]', () => {
    expect(knownBy({ walkIn: true, sequence: null, named: true })).toBe('name')
    expect(knownBy({ walkIn: true, sequence: null, named: false })).toBe('familyName')
    expect(knownBy({ walkIn: true })).toBe('familyName')
  })

  it('is by no more than what was typed whom staff signed up by a phone, and in full whom they knew or made', () => {
    expect(knownBy({ walkIn: false, sequence: 4, named: true })).toBe('name')
    expect(knownBy({ walkIn: false, sequence: 4, named: false })).toBe('familyName')
    expect(knownBy({ walkIn: true, sequence: 4, named: false })).toBe('familyName')
    expect(knownBy({ walkIn: false, sequence: 4, named: null })).toBe('all')
  })

  it('has a family name of one character', () => {
    expect(familyNameOf('林秀兰')).toBe('林**')
    expect(familyNameOf('𠮷田')).toBe('𠮷**')
    expect(familyNameOf('')).toBe('**')
  })

  it('is told as much as that, and by the most of what several records tell [S-M7]', () => {
    const lin = { name: '林秀兰', phone: '15400000000', volunteerNumber: 'BL1' }
    expect(shownOf('all', lin)).toEqual(lin)
    expect(shownOf('name', lin)).toEqual({ name: '林秀兰', phone: null, volunteerNumber: null })
    expect(shownOf('familyName', lin)).toEqual({ name: '林**', phone: null, volunteerNumber: null })
    expect(mostOf(['familyName', 'name'])).toBe('name')
    expect(mostOf(['all', 'familyName'])).toBe('all')
    expect(mostOf([])).toBe('familyName')
  })
})
