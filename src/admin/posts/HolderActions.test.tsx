import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { Post } from '../../domain/appointments/vocabulary.ts'

const refresh = jest.fn()
const answerReport = jest.fn<(id: string, answer: object) => Promise<unknown>>()
const endAppointment = jest.fn<(id: string, request: object) => Promise<unknown>>()
const handOver = jest.fn<(id: string, request: object) => Promise<unknown>>()
jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh }) }))
jest.unstable_mockModule('./calls.ts', () => ({
  answerReport,
  endAppointment,
  handOver,
  findOrganisations: jest.fn(),
}))
const { HolderActions } = await import('./HolderActions.tsx')

const DONE = { ok: true, status: 200, body: { id: 'a1', standing: 'current' } }
const show = (post: Post, isAwaiting = false) =>
  render(<HolderActions appointment={{ id: 'a1', post, isAwaiting }} today="2026-12-01" />)
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

beforeEach(() => {
  jest.clearAllMocks()
  for (const mock of [answerReport, endAppointment, handOver]) mock.mockResolvedValue(DONE)
})

it('confirms a report in one press', async () => {
  show('reportedMember', true)
  press('确认')
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1))
  expect(answerReport.mock.calls).toEqual([['a1', { decision: 'confirmed' }]])
})

it('refuses one with a reason', async () => {
  show('reportedMember', true)
  press('不确认…')
  write('不确认的原因（本人可见）', '已向另一社区报到')
  press('不确认')
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1))
  expect(answerReport.mock.calls).toEqual([['a1', { decision: 'refused', reason: '已向另一社区报到' }]])
})

it('ends a post at once, or with a last day', async () => {
  show('gridFull')
  expect(screen.queryByRole('button', { name: '交接…' })).toBeNull()
  press('结束…')
  write('原因（本人可见）', '调离')
  write('最后一天（不填即刻结束）', '2026-12-31')
  press('结束')
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1))
  expect(endAppointment.mock.calls).toEqual([['a1', { reason: '调离', lastDay: '2026-12-31' }]])
})

it('keeps what was typed when it is refused, with the sentence', async () => {
  endAppointment.mockResolvedValueOnce({ ok: false, code: 'post-held', detail: '已有人排定接任', fields: {} })
  show('gridHead')
  press('结束…')
  write('原因（本人可见）', '延任')
  press('结束')
  expect(await screen.findByRole('alert')).toHaveTextContent('已有人排定接任')
  expect(screen.getByLabelText('原因（本人可见）')).toHaveValue('延任')
  expect(refresh).not.toHaveBeenCalled()
})

it('hands over to nobody who was not chosen', () => {
  show('gridHead')
  press('交接…')
  press('交接')
  expect(screen.getByText('请先选择任职的人或组织。')).toBeInTheDocument()
  expect(handOver).not.toHaveBeenCalled()
})
