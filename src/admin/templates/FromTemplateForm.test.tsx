import { beforeEach, expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'

const went: string[] = []
jest.unstable_mockModule('next/navigation.js', () => ({
  useRouter: () => ({ push: (path: string) => void went.push(path) }),
}))
const { FromTemplateForm } = await import('./FromTemplateForm.tsx')

const TEMPLATE = {
  id: 't1',
  name: '夜校',
  title: '先蜂夜校',
  line: 'riders' as const,
  place: '龙溪站',
  duration: 90,
  capacity: 20,
  ledger: 'participation' as const,
  questions: 2,
  approval: true,
  owner: '龙溪街道',
  unit: '龙溪社区',
}

let sent: { path: string; body: object }[]
let answers: { status: number; body: object }[]
beforeEach(() => {
  sent = []
  went.length = 0
  window.fetch = (async (path: string, { body }: RequestInit = {}) => {
    sent.push({ path, body: JSON.parse(String(body)) as object })
    const answer = answers.shift() as (typeof answers)[0]
    return { ok: answer.status < 300, status: answer.status, json: async () => answer.body } as Response
  }) as typeof fetch
})
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

it('says what will be published in whose name, sends the county’s clock, and keeps what was typed after a refusal', async () => {
  render(<FromTemplateForm templates={[TEMPLATE]} />)
  fireEvent.click(screen.getByText('夜校'))
  for (const fact of ['龙溪社区', '1 小时 30 分钟', '20 人', '2 个', '须审核'])
    expect(screen.getByText(fact)).toBeInTheDocument()
  expect(screen.getByRole('button', { name: '发布' })).toBeDisabled()
  fireEvent.change(screen.getByLabelText('开始时间'), { target: { value: '2026-12-05T19:00' } })
  answers = [
    { status: 400, body: { code: 'invalid-input', detail: '…', fields: { startsAt: '开始时间已过，不能直接发布。' } } },
    { status: 201, body: { id: 'a1' } },
  ]
  press('发布')
  expect((await screen.findByRole('alert')).textContent).toBe('开始时间已过，不能直接发布。')
  fireEvent.change(screen.getByLabelText('活动名称'), { target: { value: '先蜂夜校第二期' } })
  press('存为草稿，继续修改')
  await waitFor(() => expect(went).toEqual(['/admin/collections/activities/a1']))
  const startsAt = '2026-12-05T19:00:00+08:00'
  expect(sent).toEqual([
    { path: '/api/templates/t1/activities', body: { startsAt, title: '先蜂夜校', publish: true } },
    { path: '/api/templates/t1/activities', body: { startsAt, title: '先蜂夜校第二期', publish: false } },
  ])
})

it('says how a template is made while there is none', () => {
  render(<FromTemplateForm templates={[]} />)
  expect(screen.getByText(/还没有模板/)).toBeInTheDocument()
})
