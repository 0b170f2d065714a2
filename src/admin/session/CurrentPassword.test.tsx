import { expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import type { ComponentType } from 'react'

/** Payload's form around it, as far as the field sees it. */
const setValue = jest.fn()
jest.unstable_mockModule('@payloadcms/ui', () => ({
  useField: () => ({ value: '', setValue, showError: false, disabled: false }),
  withCondition: (field: unknown) => field,
  FieldLabel: ({ htmlFor, label }: { htmlFor: string; label: string }) => <label htmlFor={htmlFor}>{label}</label>,
  FieldError: () => null,
  FieldDescription: ({ description }: { description: string }) => <p>{description}</p>,
}))

it('the password until now is not shown while it is typed, and password managers know it [S-M12]', async () => {
  const CurrentPassword = (await import('./CurrentPassword.tsx')).CurrentPassword as unknown as ComponentType<
    Record<string, unknown>
  >
  render(
    <CurrentPassword
      path="currentPassword"
      field={{
        name: 'currentPassword',
        label: '现在的密码',
        admin: { description: '只在修改自己的密码或邮箱时填写。' },
      }}
    />,
  )
  const input = screen.getByLabelText('现在的密码')
  expect([input.getAttribute('type'), input.getAttribute('autocomplete')]).toEqual(['password', 'current-password'])
  fireEvent.change(input, { target: { value: 'a long pass phrase' } })
  expect(setValue).toHaveBeenCalledWith('a long pass phrase')
  expect(screen.getByText('只在修改自己的密码或邮箱时填写。')).toBeInTheDocument()
})
