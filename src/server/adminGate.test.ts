import { describe, expect, it } from '@jest/globals'
import { isServerFunctionCall } from './adminGate.ts'

const asked = (args: unknown): boolean =>
  isServerFunctionCall('text/plain;charset=UTF-8', JSON.stringify([{ name: 'form-state', args }]))

describe('isServerFunctionCall', () => {
  it('lets a form say twice what React then writes as the way to it: every save in scope does [F7]', () => {
    expect(
      asked({
        docPermissions: {
          read: { unit: { in: ['u1'] } },
          update: { unit: { in: '$0:0:args:docPermissions:read:unit:in' } },
        },
        formState: { 'questions.0.options': { rows: '$0:0:args:formState:questions.0.label:rows' } },
      }),
    ).toBe(true)
  })

  it.each([
    '$0:0:args:__proto__:then',
    '$0:0:constructor:constructor',
    '$0:then',
    '$1:0:args',
    '$F1',
    '$@0',
    '$0:a b',
    '$B1',
  ])('refuses %s, which leads out of what was sent', (value) => {
    expect(asked({ value })).toBe(false)
  })
})
