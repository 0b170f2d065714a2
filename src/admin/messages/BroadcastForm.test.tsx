import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import type { BroadcastPreview } from '../../operations/messages/previewBroadcast.ts'

const preview: BroadcastPreview = {
  mail: { subject: '组织者的消息：义剪', html: '<p>请带雨具</p>' },
  sms: { text: '【先蜂】甲一社区就《义剪》告诉您：请带雨具。', length: 71, parts: 2 },
  people: { mail: 3, sms: 2, unreachable: 1 },
  partsInTotal: 4,
  waitsUntil: null,
}
const previewBroadcast = jest.fn(async (..._: unknown[]): Promise<object> => ({ ok: true, status: 200, body: preview }))
const sendBroadcast = jest.fn(async (..._: unknown[]): Promise<object> => ({
  ok: true,
  status: 201,
  body: { id: 'b', people: 6, waitsUntil: null },
}))
jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => undefined }) }))
jest.unstable_mockModule('./calls.ts', () => ({ previewBroadcast, sendBroadcast }))
const { BroadcastForm } = await import('./BroadcastForm.tsx')

beforeEach(() => {
  jest.clearAllMocks()
  render(<BroadcastForm activity="a1" audiences={{ all: 6, confirmed: 5, waiting: 1, present: 0 }} />)
})
const words = (): HTMLTextAreaElement => screen.getByLabelText('内容')
const write = (text: string): void => void fireEvent.change(words(), { target: { value: text } })
const press = (name: RegExp): void => void fireEvent.click(screen.getByRole('button', { name }))

it('sends nothing that was not seen: a preview is of the words as they were', async () => {
  expect(screen.getByRole('button', { name: '预览' })).toBeDisabled()
  write('请带雨具')
  press(/预览/)
  expect(await screen.findByText(/邮件 3 人，短信 2 人，没有联系方式 1 人/)).toBeInTheDocument()
  expect(screen.getByText(/71 字，每人按 2 条计费，共 4 条/)).toBeInTheDocument()
  write('请带雨具和水')
  expect(screen.queryByRole('button', { name: /发送给/ })).toBeNull()
  fireEvent.click(screen.getByRole('radio', { name: /候补/ }))
  press(/预览/)
  await screen.findByRole('button', { name: '发送给 6 人' })
  press(/发送给/)
  expect(await screen.findByText('已交付发送，共 6 人。')).toBeInTheDocument()
  expect(sendBroadcast.mock.calls).toEqual([['a1', { audience: 'waiting', text: '请带雨具和水' }]])
  expect(words().value).toBe('')
})

it('keeps the words that were refused, with the reason', async () => {
  const refusal = { ok: false, code: 'rate-limited', detail: '一场活动 24 小时内最多群发 5 条消息', fields: {} }
  sendBroadcast.mockResolvedValueOnce(refusal)
  write('请带雨具')
  press(/预览/)
  await screen.findByRole('button', { name: /发送给/ })
  press(/发送给/)
  expect(await screen.findByText(/最多群发 5 条/)).toBeInTheDocument()
  expect(words().value).toBe('请带雨具')
})

it('says that the same was sent before', async () => {
  sendBroadcast.mockResolvedValueOnce({ ok: true, status: 200, body: { id: 'b', people: 6, waitsUntil: null } })
  write('请带雨具')
  press(/预览/)
  await screen.findByRole('button', { name: /发送给/ })
  press(/发送给/)
  expect(await screen.findByText(/没有再发一次/)).toBeInTheDocument()
})
