import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import { LogInForm } from './LogInForm.tsx'
import { NewPassword } from './NewPassword.tsx'
import { ResetForm } from './ResetForm.tsx'

const sent = jest.fn<typeof fetch>()
beforeEach(() => {
  sent.mockReset()
  window.fetch = sent
})
const refusal = (code: string, message: string) =>
  ({ ok: false, json: () => Promise.resolve({ errors: [{ message, data: { code } }] }) }) as Response
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const bodies = (): unknown[] => sent.mock.calls.map(([, init]) => JSON.parse(String(init?.body)) as unknown)

it('asks for the code of a second factor where the server does, and keeps what was typed', async () => {
  render(<LogInForm next="/admin" />)
  type('电子邮件', 'a@example.org')
  type('密码', 'seven windows')
  sent.mockResolvedValueOnce(refusal('second-factor-required', '请填写验证码'))
  fireEvent.click(screen.getByText('登录'))
  await screen.findByLabelText('两步验证码')
  expect(screen.queryByRole('alert')).toBeNull()
  sent.mockResolvedValueOnce(refusal('second-factor-wrong', '验证码不正确'))
  type('两步验证码', '123456')
  fireEvent.click(screen.getByText('登录'))
  expect(await screen.findByText('验证码不正确')).toBeInTheDocument()
  expect(bodies()).toEqual([
    { email: 'a@example.org', password: 'seven windows' },
    { email: 'a@example.org', password: 'seven windows', code: '123456' },
  ])
})

it('says that a password is wrong without asking for more', async () => {
  render(<LogInForm next="/admin" />)
  type('电子邮件', 'a@example.org')
  type('密码', 'wrong')
  sent.mockResolvedValueOnce(refusal('login-failed', '电子邮件或密码不正确'))
  fireEvent.click(screen.getByText('登录'))
  expect(await screen.findByRole('alert')).toHaveTextContent('电子邮件或密码不正确')
  expect(screen.queryByLabelText('两步验证码')).toBeNull()
})

it('a new password is typed twice the same, and its advice is shown', async () => {
  const save = jest.fn<(password: string, code?: string) => Promise<{ code: string; detail: string } | null>>()
  render(<NewPassword title="设置密码" intro="您好" save={save} />)
  type('密码', 'boluo2026')
  type('再输入一次密码', 'boluo2025')
  fireEvent.click(screen.getByText('设好密码并登录'))
  expect(screen.getByRole('alert')).toHaveTextContent('不一样')
  expect(save).not.toHaveBeenCalled()
  save.mockResolvedValueOnce({ code: 'invalid-input', detail: '这个密码容易被猜到' })
  type('再输入一次密码', 'boluo2026')
  fireEvent.click(screen.getByText('设好密码并登录'))
  expect(await screen.findByText('这个密码容易被猜到')).toBeInTheDocument()
  save.mockResolvedValueOnce({ code: 'second-factor-required', detail: '…' })
  fireEvent.click(screen.getByText('设好密码并登录'))
  await screen.findByLabelText('两步验证码')
  expect(save).toHaveBeenLastCalledWith('boluo2026', undefined)
})

it('the link for a new password has its token behind a #, where no server sees it', async () => {
  window.location.hash = '#0a1b'
  render(<ResetForm />)
  type('密码', 'seven windows')
  type('再输入一次密码', 'seven windows')
  sent.mockResolvedValueOnce(refusal('', '链接无效或已过期'))
  fireEvent.click(screen.getByText('设好密码并登录'))
  expect(await screen.findByText('链接无效或已过期')).toBeInTheDocument()
  expect(sent.mock.calls[0]?.[0]).toBe('/api/staff/reset-password')
  expect(bodies()).toEqual([{ token: '0a1b', password: 'seven windows' }])
})
