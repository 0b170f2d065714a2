import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'

let user: object | null
jest.unstable_mockModule('@payloadcms/ui', () => ({ useAuth: () => ({ user }) }))
const { OwnPassword } = await import('./OwnPassword.tsx')

const account = { id: '1', name: '陈斌', email: 'chen@example.org' }
beforeEach(() => {
  user = { ...account, mustChangePassword: true }
})
const show = () => render(<OwnPassword>工作台</OwnPassword>)
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

it.each([null, { ...account, mustChangePassword: false }, account])(
  'is in nobody’s way whose password is their own: %j [S-M12]',
  (somebody) => {
    user = somebody
    show()
    expect(screen.getByText('工作台')).toBeInTheDocument()
  },
)

it('stands in place of every screen, and password managers know its fields [S-M12]', () => {
  show()
  expect(screen.queryByText('工作台')).toBeNull()
  expect(
    ['现在的密码', '新密码', '再输入一次新密码'].map((label) => [
      screen.getByLabelText(label).getAttribute('type'),
      screen.getByLabelText(label).getAttribute('autocomplete'),
    ]),
  ).toEqual([
    ['password', 'current-password'],
    ['password', 'new-password'],
    ['password', 'new-password'],
  ])
  expect(screen.getByText('退出登录').getAttribute('href')).toBe('/admin/logout')
})

it('says beside the field what is wrong with it, and keeps what was typed [S-M12]', async () => {
  const refusal = {
    errors: [
      {
        message: '…',
        data: { errors: [{ path: 'currentPassword', message: '现在的密码不正确，请核对后重试。' }] },
      },
    ],
  }
  const sent = jest
    .fn<typeof fetch>()
    .mockResolvedValue({ ok: false, json: () => Promise.resolve(refusal) } as Response)
  window.fetch = sent
  show()
  type('现在的密码', 'given by another')
  type('新密码', 'seven windows')
  type('再输入一次新密码', 'seven window')
  fireEvent.click(screen.getByText('换密码并继续'))
  expect(screen.getByText('两次输入的新密码不一样，请再输入一次。')).toBeInTheDocument()
  expect(sent).not.toHaveBeenCalled()
  type('再输入一次新密码', 'seven windows')
  fireEvent.click(screen.getByText('换密码并继续'))
  expect(await screen.findByText('现在的密码不正确，请核对后重试。')).toBeInTheDocument()
  expect(sent).toHaveBeenCalledWith(
    '/api/staff/1?depth=0',
    expect.objectContaining({
      method: 'PATCH',
      body: JSON.stringify({ currentPassword: 'given by another', password: 'seven windows' }),
    }),
  )
  expect(screen.getByLabelText('新密码')).toHaveProperty('value', 'seven windows')
})
