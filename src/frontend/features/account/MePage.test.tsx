import { describe, expect, it } from '@jest/globals'
import { screen } from '@testing-library/react'
import { renderPage } from '../../shared/renderPage.tsx'
import { MePage, type MePageProps } from './MePage.tsx'

const show = (over: Partial<MePageProps> = {}): void => {
  renderPage(
    <MePage
      name="林秀兰"
      upcoming={[]}
      past={[]}
      corrections={[]}
      cancelled={null}
      contacts={[]}
      isContactConfirmed={false}
      {...over}
    />,
  )
}
const phone = { field: 'phone', shown: '139****5678', isCodeSent: false, error: null } as const

describe('a contact that waits to be confirmed', () => {
  it('is named masked, and a plain form has the code sent [S-M12]', () => {
    show({ contacts: [phone] })
    expect(screen.getByText(/工作人员为您登记了新手机号/)).toHaveTextContent('139****5678')
    const send = screen.getByRole('button', { name: '发送验证码' })
    expect([
      send.closest('form')?.getAttribute('action'),
      send.closest('form')?.getAttribute('method'),
      send.getAttribute('name'),
    ]).toEqual(['/me/contacts', 'post', 'send'])
    expect(screen.queryByLabelText(/的验证码/)).toBeNull()
  })

  it('asks for the code once it was sent, and says what is wrong with it beside it', () => {
    show({ contacts: [{ ...phone, isCodeSent: true, error: '验证码不正确或已过期。' }] })
    const code = screen.getByLabelText('发到 139****5678 的验证码')
    expect(code).toHaveAttribute('autocomplete', 'one-time-code')
    expect(code).toHaveAccessibleDescription('验证码不正确或已过期。')
    expect(code.closest('form')?.querySelector<HTMLInputElement>('input[name=field]')?.value).toBe('phone')
    expect(screen.getByRole('button', { name: '重新发送验证码' })).toBeInTheDocument()
  })

  it('is not there when nothing waits, and its confirmation is said', () => {
    show({ isContactConfirmed: true })
    expect(screen.queryByText(/工作人员为您登记了/)).toBeNull()
    expect(screen.getByRole('status')).toHaveTextContent('已确认')
  })
})
