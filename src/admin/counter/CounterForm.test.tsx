import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { anActivity } from '../../frontend/shared/anActivity.ts'
import type { ActivityDetail } from '../../domain/activities/views.ts'

jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => undefined }) }))
jest.unstable_mockModule('@payloadcms/ui', () => ({ Link: 'a' }))
const { CounterForm } = await import('./CounterForm.tsx')

const ACTIVITY: ActivityDetail = {
  ...anActivity({ title: '义剪', capacity: 20, free: 1, partyLimit: 2 }),
  description: '',
  contact: '',
  questions: [],
  canSelfCheckIn: false,
  cancelReason: null,
  outcome: null,
}
const LIN = {
  id: 'p1',
  name: '林小燕',
  volunteerNumber: 'BL1',
  phoneTail: '5678',
  unit: '龙溪社区',
  standing: { status: 'waitlisted', attendance: 'unknown' },
}

let sent: { path: string; body: Record<string, unknown> }[]
let answers: { status: number; body: object }[]
beforeEach(() => {
  sent = []
  answers = []
  window.fetch = (async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    const answer =
      method === 'GET'
        ? { status: 200, body: { people: [LIN], more: false } }
        : (answers.shift() as (typeof answers)[0])
    if (method === 'POST') sent.push({ path, body: JSON.parse(String(body)) as Record<string, unknown> })
    return { ok: answer.status < 300, status: answer.status, json: async () => answer.body } as Response
  }) as typeof fetch
})
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const agree = () => fireEvent.click(screen.getByLabelText('已向本人口头说明并取得同意'))

it('shows the sentence to read aloud, and sends who was chosen by a tap, with the consent', async () => {
  render(<CounterForm activity={ACTIVITY} />)
  expect(screen.getByText(/我帮您报名“义剪”.*龙溪社区的工作人员能看到.*您同意吗？/)).toBeInTheDocument()
  expect(screen.getByLabelText('姓名')).toHaveFocus()
  type('姓名', '林小')
  const offered = await screen.findByRole('button', { name: /林小燕 · BL1 · 尾号 5678 · 龙溪社区/ })
  expect(offered).toHaveTextContent('已在名单上（尾号 5678，候补中）')
  fireEvent.click(offered)
  expect(screen.queryByLabelText('姓名')).toBeNull()
  agree()
  answers = [{ status: 200, body: { id: 'r1', status: 'waitlisted', position: 3, clashes: [{ title: '年夜饭' }] } }]
  press('报名')
  expect(await screen.findByText('已候补：林小燕。')).toBeInTheDocument()
  expect(screen.getByText('林小燕此前已在名单上，没有重复报名。')).toBeInTheDocument()
  expect(screen.getByText('候补第 3 位，空出名额时自动递补。')).toBeInTheDocument()
  expect(screen.getByText(/时间重叠：年夜饭/)).toBeInTheDocument()
  expect(screen.getByText(/要取消，回拨这个电话/)).toBeInTheDocument()
  expect(sent).toEqual([
    { path: `/api/activities/${ACTIVITY.id}/sign-ups`, body: { person: 'p1', consent: true, answers: {} } },
  ])
})

it('asks who it is where the server does, and keeps what was typed until it was accepted', async () => {
  render(<CounterForm activity={ACTIVITY} />)
  type('姓名', '李建国')
  type('手机号', '15400009876')
  agree()
  const question = '名单上已有同名的人：李建国（尾号 1234，已签到）——是同一个人吗？'
  answers = [
    { status: 409, body: { code: 'walk-in-unclear', detail: '…', fields: { name: question } } },
    { status: 201, body: { id: 'r1', status: 'confirmed', clashes: [] } },
  ]
  press('报名')
  expect((await screen.findByRole('alert')).textContent).toBe(question)
  expect(screen.getByLabelText('手机号')).toHaveValue('15400009876')
  press('是另一个人，另外报名')
  expect(await screen.findByText('已报名：李建国。')).toBeInTheDocument()
  expect(sent.map(({ body }) => body.who)).toEqual([undefined, 'another'])
  // The next one begins with nothing.
  press('再报一人')
  expect(screen.getByLabelText('姓名')).toHaveValue('')
  expect(screen.getByLabelText('已向本人口头说明并取得同意')).not.toBeChecked()
})

it('drops the question when somebody else is typed, and says when a party will have to wait', async () => {
  render(<CounterForm activity={ACTIVITY} />)
  type('姓名', '李建国')
  answers = [{ status: 409, body: { code: 'walk-in-unclear', detail: '是同一个人吗？' } }]
  press('报名')
  await screen.findByText('是同一个人吗？')
  type('姓名', '李建军')
  await waitFor(() => expect(screen.queryByText('是同一个人吗？')).toBeNull())
  type('人数（含本人）', '2')
  expect(screen.getByRole('button', { name: '报名候补' })).toBeInTheDocument()
})

it('says beside the consent that it is missing', async () => {
  render(<CounterForm activity={ACTIVITY} />)
  answers = [
    {
      status: 400,
      body: { code: 'invalid-input', detail: '…', fields: { consent: '请先向本人口头说明，并取得同意' } },
    },
  ]
  press('报名')
  expect((await screen.findByRole('alert')).textContent).toBe('请先向本人口头说明，并取得同意')
  expect(screen.getByLabelText('已向本人口头说明并取得同意')).toHaveAttribute('aria-invalid', 'true')
})
