import { beforeEach, expect, it } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import type { DoorLinkView } from '../../domain/attendance/doorLinks.ts'
import { DoorLinks } from './DoorLinks.tsx'

const link = (overrides: Partial<DoorLinkView> = {}): DoorLinkView => ({
  id: 'l1',
  label: '王阿姨',
  madeBy: '陈主任',
  madeAt: '2026-12-01T00:00:00.000Z',
  until: '2026-12-05T05:00:00.000Z',
  state: 'open',
  usedAt: '2026-12-05T01:30:00.000Z',
  ...overrides,
})

let links: DoorLinkView[]
let asked: string[]
let refusal: { code: string; detail: string } | null
beforeEach(() => {
  links = []
  asked = []
  refusal = null
  window.fetch = (async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    asked.push(`${method} ${path} ${typeof body === 'string' ? body : ''}`.trim())
    const made = {
      ...link({ id: 'l2', label: '李叔', state: 'unopened', usedAt: null }),
      address: 'http://localhost/staff/door#SECRET',
      picture: 'data:image/png;base64,AA',
    }
    const answer =
      refusal ?? (method === 'GET' ? { links } : path.endsWith('/door-links') ? made : link({ state: 'revoked' }))
    return { ok: refusal === null, status: 200, json: () => Promise.resolve(answer) } as Response
  }) as typeof fetch
})

async function unfold(): Promise<void> {
  const { container } = render(<DoorLinks activity="a1" />)
  expect(asked).toEqual([])
  const details = container.querySelector('details')
  if (!details) throw new Error('No panel')
  details.open = true
  await screen.findByText(/还没有开通过|有效到/)
}

it('is read when it is unfolded, and says so where there is none', async () => {
  await unfold()
  expect(asked).toEqual(['GET /api/activities/a1/door-links'])
  expect(screen.getByText('还没有开通过。')).toBeInTheDocument()
})

it('makes a link for somebody by name, and shows it once', async () => {
  await unfold()
  const make = screen.getByText('开通链接')
  expect(make).toBeDisabled()
  fireEvent.change(screen.getByLabelText('给谁用'), { target: { value: '李叔' } })
  fireEvent.click(make)
  expect(await screen.findByLabelText('协助链接')).toHaveValue('http://localhost/staff/door#SECRET')
  expect(screen.getByAltText('协助链接的二维码')).toHaveAttribute('src', 'data:image/png;base64,AA')
  expect(asked.at(-1)).toBe('POST /api/activities/a1/door-links {"label":"李叔"}')
  expect(screen.getByText('还没打开')).toBeInTheDocument()
  fireEvent.click(screen.getByText('对方已打开，收起'))
  expect(screen.queryByLabelText('协助链接')).toBeNull()
  expect(screen.getByLabelText('给谁用')).toHaveValue('')
})

it('says who made each, until when and when it was used, and revokes one', async () => {
  links = [link(), link({ id: 'l3', label: '赵姐', state: 'revoked' })]
  await unfold()
  expect(screen.getAllByText(/陈主任 于 12月1日.* 开通/)).toHaveLength(2)
  expect(screen.getAllByText(/最近使用 12月5日/)).toHaveLength(2)
  expect(screen.getAllByText(/有效到 12月5日/)).toHaveLength(1)
  expect(screen.queryByLabelText('收回给赵姐的链接')).toBeNull()
  fireEvent.click(screen.getByLabelText('收回给王阿姨的链接'))
  expect(await screen.findByText('已收回给王阿姨的链接，对方的手机不能再用。')).toBeInTheDocument()
  expect(asked.at(-1)).toBe('POST /api/door-links/l1/revocation')
  expect(screen.getAllByText('已收回')).toHaveLength(2)
})

it('shows why none is made, and keeps what was typed', async () => {
  await unfold()
  refusal = { code: 'door-links-full', detail: '这场活动已有 10 个在用的协助链接，请先收回不用的。' }
  fireEvent.change(screen.getByLabelText('给谁用'), { target: { value: '李叔' } })
  fireEvent.click(screen.getByText('开通链接'))
  expect(await screen.findByText(/请先收回不用的/)).toBeInTheDocument()
  expect(screen.getByLabelText('给谁用')).toHaveValue('李叔')
})

it('moves the focus to the link that was made, and back to where the next one is made', async () => {
  await unfold()
  fireEvent.change(screen.getByLabelText('给谁用'), { target: { value: '李叔' } })
  fireEvent.click(screen.getByText('开通链接'))
  expect(await screen.findByRole('heading', { name: '给李叔的链接' })).toHaveFocus()
  fireEvent.click(screen.getByText('对方已打开，收起'))
  expect(screen.getByLabelText('给谁用')).toHaveFocus()
})

it('says which is paused, and which its helper has ended', async () => {
  links = [link({ state: 'paused' }), link({ id: 'l3', label: '赵姐', state: 'left' })]
  await unfold()
  expect(screen.getByText('暂停')).toBeInTheDocument()
  expect(screen.getByText('对方已结束')).toBeInTheDocument()
  expect(screen.getByLabelText('收回给王阿姨的链接')).toBeInTheDocument()
  expect(screen.queryByLabelText('收回给赵姐的链接')).toBeNull()
})
