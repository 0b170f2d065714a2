import { maskPhone } from './maskPhone.ts'

describe('maskPhone', () => {
  it('keeps the first three and the last four digits', () => expect(maskPhone('13800005678')).toBe('138****5678'))
  it('shows nothing of a number too short to be masked', () => expect(maskPhone('1380000')).toBe('****'))
})
