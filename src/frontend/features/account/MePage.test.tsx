import { describe, expect, it } from '@jest/globals'
import { screen } from '@testing-library/react'
import type { MyRegistration } from '../../../domain/seats/views.ts'
import { anActivity } from '../../shared/anActivity.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { MePage, type MePageProps } from './MePage.tsx'

const show = (over: Partial<MePageProps> = {}): void => {
  renderPage(
    <MePage
      name="林秀兰"
      upcoming={[]}
      past={[]}
      told={[]}
      corrections={[]}
      leaving={[]}
      cancelled={null}
      undone={null}
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

const cancelled: MyRegistration = {
  id: 'r1',
  status: 'cancelled',
  position: null,
  size: 1,
  offerExpiresAt: null,
  undoUntil: null,
  lapsed: false,
  isLineClosed: false,
  refusal: null,
  attendance: 'unknown',
  ticket: null,
  registeredAt: '2026-11-20T00:00:00.000Z',
  clashes: [],
  activity: anActivity(),
}

describe('a cancellation', () => {
  it('is taken back by a plain form for 30 seconds, and says so', () => {
    show({ leaving: [{ ...cancelled, undoUntil: '2999-01-01T00:00:30.000Z' }] })
    expect(screen.getByRole('status')).toHaveTextContent(`已取消“${cancelled.activity.title}”`)
    const undo = screen.getByRole('button', { name: '撤销' })
    expect(undo).toHaveAccessibleDescription(`撤销取消，照旧参加“${cancelled.activity.title}”`)
    expect([undo.closest('form')?.getAttribute('action'), undo.closest('form')?.method]).toEqual([
      '/me/registrations/r1/undo',
      'post',
    ])
  })
  it('that stands leads to another sign-up; one that was taken back is said', () => {
    show({ cancelled, undone: { ...cancelled, status: 'confirmed' } })
    expect(screen.queryByRole('button', { name: '撤销' })).toBeNull()
    expect(screen.getByRole('link', { name: '重新报名' })).toHaveAttribute(
      'href',
      `/activities/${cancelled.activity.id}`,
    )
    expect(screen.getAllByRole('status').map(({ textContent }) => textContent)[0]).toContain('已撤销')
  })
})
