import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { renderToString } from 'react-dom/server'
import type { HelperView } from '../../../../domain/attendance/doorLinks.ts'
import type { Entry } from '../../../../domain/attendance/scanQueue.ts'
import { PhoneDisk } from '../../../../../tests/support/phoneDisk.ts'
import { HelperPage } from '../HelperPage.tsx'
import { Device } from './device.ts'
import { HelperDoor } from './HelperDoor.tsx'

/** Where no disk is given the browser has no store; the door itself is tested in useDoor.test.tsx. */
const KEY = 'xianfeng-door'
const TOKEN = 'A'.repeat(43)
const helperOf = (overrides: Partial<HelperView> = {}): HelperView => ({
  id: 'l1',
  label: '王阿姨',
  madeBy: '陈主任',
  activity: {
    id: 'a1',
    title: '社区义诊',
    place: '一号楼',
    startsAt: new Date().toISOString(),
    endsAt: new Date().toISOString(),
  },
  until: new Date(Date.now() + 3_600_000).toISOString(),
  ...overrides,
})

let asked: string[]
/** null: there is no network. */
let answer: { status: number; body: object } | null
beforeEach(() => {
  asked = []
  answer = { status: 201, body: helperOf() }
  localStorage.clear()
  window.history.replaceState(null, '', '/staff/door')
  window.fetch = (async (path: string, { method = 'GET' }: RequestInit = {}) => {
    asked.push(`${method} ${path}`)
    if (answer === null) throw new TypeError('Failed to fetch')
    const { status, body } = answer
    return { ok: status < 400, status, json: () => Promise.resolve(body) } as Response
  }) as typeof fetch
})

const openAt = (hash: string): void => {
  window.history.replaceState(null, '', `/staff/door${hash}`)
  render(<HelperDoor />)
}
const refusal = (status: number, code: string, detail: string) => ({ status, body: { code, detail } })

it('is opened by the link, which leaves the address, and remembered', async () => {
  openAt(`#${TOKEN}`)
  expect(await screen.findByRole('heading', { level: 1, name: '社区义诊' })).toBeInTheDocument()
  expect([asked, window.location.hash]).toEqual([['POST /api/door/session'], ''])
  expect(JSON.parse(localStorage.getItem(KEY) ?? '')).toMatchObject({ id: 'l1' })
})

it('takes a skip link for no link, when it is loaded and later', async () => {
  localStorage.setItem(KEY, JSON.stringify(helperOf()))
  openAt('#content')
  expect(await screen.findByText('社区义诊')).toBeInTheDocument()
  window.history.replaceState(null, '', '/staff/door#content')
  fireEvent(window, new HashChangeEvent('hashchange'))
  expect(screen.getByText('社区义诊')).toBeInTheDocument()
  expect([asked, window.location.hash]).toEqual([[], '#content'])
})

it('keeps the remembered door beneath the sentence where the link opens no more', async () => {
  localStorage.setItem(KEY, JSON.stringify(helperOf()))
  answer = refusal(410, 'door-closed', '协助时间已过')
  openAt(`#${TOKEN}`)
  expect(await screen.findByRole('alert')).toHaveTextContent('协助时间已过')
  expect(screen.getByRole('heading', { level: 1, name: '社区义诊' })).toBeInTheDocument()
  expect(screen.queryByText('重试')).toBeNull()
})

it.each([
  [null, '没有网络，还不能打开协助链接。'],
  [refusal(429, 'rate-limited', '请 5 分钟后再试。'), '请 5 分钟后再试。'],
  [refusal(409, 'door-paused', '活动已取消，协助暂停'), '活动已取消，协助暂停'],
])('says why it does not open now, and is tried again: %j', async (refused, sentence) => {
  answer = refused
  openAt(`#${TOKEN}`)
  expect(await screen.findByRole('alert')).toHaveTextContent(sentence)
  expect(screen.getByRole('heading', { level: 1, name: '门口协助' })).toBeInTheDocument()
  answer = { status: 201, body: helperOf() }
  fireEvent.click(screen.getByText('重试'))
  expect(await screen.findByText('社区义诊')).toBeInTheDocument()
})

it('is not stopped by what cannot be read', async () => {
  localStorage.setItem(KEY, '{"id":')
  openAt('')
  expect(await screen.findByText('请用组织者给您的二维码或链接打开本页。')).toBeInTheDocument()
})

it('is forgotten a day after its time, and not before', async () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  localStorage.setItem(KEY, JSON.stringify(helperOf({ until: hoursAgo(23) })))
  openAt('')
  expect(await screen.findByText('社区义诊')).toBeInTheDocument()
  localStorage.setItem(KEY, JSON.stringify(helperOf({ until: hoursAgo(25) })))
  render(<HelperDoor />)
  await waitFor(() => expect(localStorage.getItem(KEY)).toBeNull())
})

const waiting: Entry = {
  kind: 'scan',
  clientId: 's',
  by: 'l1',
  activity: 'a1',
  registration: 'r',
  at: new Date().toISOString(),
  method: 'manual',
  name: '刘小梅',
}
/** A phone on which the first link's scan waits, and the answers of the server by call; none: no network. */
function phone(answers: Record<string, { status: number; body: object }>) {
  const disk = new PhoneDisk()
  disk.queue = [waiting]
  jest.spyOn(Device, 'open').mockResolvedValue(disk.asDevice())
  localStorage.setItem(KEY, JSON.stringify(helperOf()))
  window.fetch = (async (path: string, { method = 'GET' }: RequestInit = {}) => {
    asked.push(`${method} ${path}`)
    const known = answers[path]
    if (!known) throw new TypeError('Failed to fetch')
    return { ok: known.status < 400, status: known.status, json: () => Promise.resolve(known.body) } as Response
  }) as typeof fetch
  return disk
}
const [SCANS, LIST, SESSION] = ['/api/door/check-ins', '/api/door/check-in-list', '/api/door/session']
const another = {
  status: 201,
  body: helperOf({ id: 'l2', activity: { ...helperOf().activity, id: 'a2', title: '另一场' } }),
}
const recorded = { status: 200, body: { results: [{ clientId: 's', outcome: 'recorded', registration: 'r' }] } }
const UNSENT = '刘小梅：没有确认送达，请告诉组织者核对这一条。'

it('sends what one link noted before another is opened', async () => {
  const disk = phone({ [SCANS]: recorded, [SESSION]: another })
  openAt(`#${TOKEN}`)
  expect(await screen.findByRole('heading', { level: 1, name: '另一场' })).toBeInTheDocument()
  expect(asked.slice(0, 2)).toEqual([`POST ${SCANS}`, `POST ${SESSION}`])
  expect([disk.queue, disk.ends]).toEqual([[], []])
})

it('tells by name what the server takes no more, at the door of the other link', async () => {
  const disk = phone({ [SCANS]: refusal(410, 'door-closed', '已收回'), [SESSION]: another })
  openAt(`#${TOKEN}`)
  expect(await screen.findByRole('heading', { level: 1, name: '另一场' })).toBeInTheDocument()
  expect(await screen.findByText(UNSENT)).toBeInTheDocument()
  expect(disk.queue).toEqual([])
})

it('opens no other link without a network while something waits', async () => {
  const disk = phone({ [SESSION]: another })
  openAt(`#${TOKEN}`)
  expect(await screen.findByText('这台手机上还有没送达的登记，送达后才能打开链接。')).toBeInTheDocument()
  expect(screen.getByRole('heading', { level: 1, name: '社区义诊' })).toBeInTheDocument()
  expect([disk.queue, asked.includes(`POST ${SESSION}`)]).toEqual([[waiting], false])
  expect(screen.queryByText(/不再等待/)).toBeNull()
})

it('asks first where the link that is waited for is paused', async () => {
  const paused = refusal(409, 'door-paused', '协助暂停')
  const disk = phone({ [SCANS]: paused, [LIST]: paused, [SESSION]: another })
  openAt(`#${TOKEN}`)
  const anyway = await screen.findByText(/不再等待/)
  expect(disk.queue).toEqual([waiting])
  fireEvent.click(anyway)
  expect(await screen.findByRole('heading', { level: 1, name: '另一场' })).toBeInTheDocument()
  expect(await screen.findByText(UNSENT)).toBeInTheDocument()
})

it('does not say that it is left where the server could not do it, and tries again', async () => {
  const answers: Parameters<typeof phone>[0] = { [SESSION]: refusal(503, 'busy', '系统繁忙') }
  phone(answers)
  jest.spyOn(window, 'confirm').mockReturnValue(true)
  openAt('')
  fireEvent.click(await screen.findByText('结束协助并清除本机数据'))
  const again = await screen.findByText('再试一次')
  expect(localStorage.getItem(KEY)).not.toBeNull()
  answers[SESSION] = { status: 200, body: { left: true } }
  fireEvent.click(again)
  expect(await screen.findByText(/已结束协助/)).toBeInTheDocument()
  expect(localStorage.getItem(KEY)).toBeNull()
})

it('promises nothing where no script runs', () => {
  const html = renderToString(<HelperPage />)
  expect(html).toContain('<h1>门口协助</h1>')
  expect(html).not.toContain('正在打开')
})
