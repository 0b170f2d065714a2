import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'

let user = { id: 'chief', role: 'department' }
let status = 'active'
let refreshed = 0
let view: object
let answer: { status: number; body: object }
let sent: unknown[]
let asked: string[]
let isConfirmed: boolean
const account = { id: 'leaver', savedDocumentData: { name: '王五', status: 'active' } }
jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => void (refreshed += 1) }) }))
jest.unstable_mockModule('@payloadcms/ui', () => ({
  useAuth: () => ({ user }),
  useDocumentInfo: () => account,
  useFormFields: (pick: (state: [object]) => unknown) => pick([{ status: { value: status } }]),
}))
const { Handover, LeavingNotice } = await import('./Handover.tsx')

const NOTHING = { drafts: 0, upcoming: 0, pending: 0, successors: [] }
beforeEach(() => {
  user = { id: 'chief', role: 'department' }
  status = 'active'
  refreshed = 0
  sent = []
  asked = []
  window.confirm = (question) => asked.push(String(question)) > 0 && isConfirmed
  isConfirmed = true
  view = {
    drafts: 2,
    upcoming: 3,
    pending: 4,
    successors: [
      { id: 'a', name: '李四', unit: '龙溪社区' },
      { id: 'b', name: '赵六', unit: '龙溪镇' },
    ],
  }
  answer = { status: 200, body: { drafts: 2, upcoming: 3, isSwitchedOff: false } }
  window.fetch = (async (path: string, { method, body }: RequestInit = {}) => {
    expect(path).toBe('/api/staff/leaver/handover')
    if (method !== 'POST') return { ok: true, status: 200, json: async () => view } as Response
    sent.push(JSON.parse(String(body)))
    if (answer.status === 200) view = NOTHING
    return { ok: answer.status === 200, status: answer.status, json: async () => answer.body } as Response
  }) as typeof fetch
})

const choose = async (id: string) => fireEvent.change(await screen.findByLabelText('接手人'), { target: { value: id } })

it('says what is bound to the account, and hands all of it to the one who is chosen', async () => {
  render(<Handover />)
  expect(await screen.findByText('王五现在负责 2 份草稿、3 场未结束的活动，其中 4 份报名待审核。')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: '全部交接' })).toBeDisabled()
  await choose('b')
  expect(screen.getByRole('option', { name: '赵六（龙溪镇）' })).toBeInTheDocument()
  fireEvent.click(screen.getByRole('button', { name: '全部交接' }))
  expect(await screen.findByText('已把 2 份草稿、3 场未结束的活动交接给赵六。')).toBeInTheDocument()
  expect(sent).toEqual([{ successor: 'b', switchOff: false }])
  await waitFor(() => expect(screen.queryByRole('button')).toBeNull())
  expect(refreshed).toBe(0)
  expect(asked).toEqual(['把 2 份草稿、3 场未结束的活动全部交接给赵六？交接后不能一次撤回，只能逐场改回。'])
  expect(screen.getByText(/^已把 2 份草稿/)).toHaveFocus()
})

it('asks before, and does nothing without a yes', async () => {
  isConfirmed = false
  render(<Handover />)
  await choose('a')
  fireEvent.click(screen.getByRole('button', { name: '交接并停用账号' }))
  expect(asked[0]).toContain('并停用这个账号')
  expect(sent).toEqual([])
})

it('says that the account is off where nothing was left to hand over', async () => {
  answer = { status: 200, body: { drafts: 0, upcoming: 0, isSwitchedOff: true } }
  render(<Handover />)
  await choose('a')
  fireEvent.click(screen.getByRole('button', { name: '交接并停用账号' }))
  expect(await screen.findByText('已停用这个账号；此时已没有要交接的活动。')).toBeInTheDocument()
})

it('switches the account off with it, for the department, and shows that', async () => {
  render(<Handover />)
  await choose('a')
  fireEvent.click(screen.getByRole('button', { name: '交接并停用账号' }))
  expect(await screen.findByText(/交接给李四，并停用了这个账号。$/)).toBeInTheDocument()
  expect(sent).toEqual([{ successor: 'a', switchOff: true }])
  expect(refreshed).toBe(1)
})

it('says why it was refused, and everything stays to be done', async () => {
  answer = { status: 409, body: { code: 'responsible-unfit', detail: 'x', fields: { successor: '这个账号不在用。' } } }
  render(<Handover />)
  await choose('a')
  fireEvent.click(screen.getByRole('button', { name: '全部交接' }))
  expect(await screen.findByText('这个账号不在用。')).toBeInTheDocument()
  expect(screen.getByRole('button', { name: '全部交接' })).toBeEnabled()
})

it('lets oneself hand over and not switch off, and shows nothing to others', async () => {
  user = { id: 'leaver', role: 'organiser' }
  const { unmount } = render(<Handover />)
  expect(await screen.findByRole('button', { name: '全部交接' })).toBeInTheDocument()
  expect(screen.queryByRole('button', { name: '交接并停用账号' })).toBeNull()
  unmount()
  user = { id: 'other', role: 'town' }
  expect(render(<Handover />).container).toBeEmptyDOMElement()
})

it('says so where nobody can take all of it, and where there is nothing', async () => {
  view = { ...view, successors: [] }
  const { unmount } = render(<Handover />)
  expect(await screen.findByText(/^没有其他在用的工作人员/)).toBeInTheDocument()
  unmount()
  view = NOTHING
  render(<Handover />)
  expect(await screen.findByText(/不需要交接/)).toBeInTheDocument()
})

it('is offered when the account is about to be switched off with work still bound to it', async () => {
  const { container, rerender } = render(<LeavingNotice />)
  expect(container).toBeEmptyDOMElement()
  status = 'disabled'
  rerender(<LeavingNotice />)
  expect(await screen.findByText(/^此人还负责 2 份草稿、3 场未结束的活动。/)).toBeInTheDocument()
  expect(screen.getByRole('link', { name: '先交接' })).toHaveAttribute('href', '#handover')
})
