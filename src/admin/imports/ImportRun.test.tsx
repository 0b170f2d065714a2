import { beforeEach, expect, it, jest } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ImportView } from '../../domain/imports/views.ts'

const pushed: string[] = []
jest.unstable_mockModule('next/navigation.js', () => ({
  useRouter: () => ({ push: (path: string) => pushed.push(path) }),
}))
const { ImportRun } = await import('./ImportRun.tsx')

const READ: ImportView = {
  id: 'i1',
  kind: 'people',
  fileName: '志愿者.csv',
  unitName: '龙溪社区',
  activity: null,
  importedBy: '范彩霞',
  createdAt: '2026-06-01T00:00:00.000Z',
  finishedAt: null,
  state: 'read',
  rows: 3,
  counts: { waiting: 3 },
  hasRows: true,
  headings: ['尊称', '号码'],
  mapping: { phone: 1 },
  columns: ['phone'],
  show: null,
  page: 1,
  pages: 1,
  list: [{ number: 2, outcome: 'waiting', cells: ['15400000001'], problems: [], differences: [] }],
}
const CHECKED: ImportView = {
  ...READ,
  state: 'checked',
  counts: { ready: 1, faulty: 1, known: 1 },
  mapping: { name: 0, phone: 1 },
  columns: ['name', 'phone'],
  list: [
    { number: 2, outcome: 'ready', cells: ['林小燕', '15400000001'], problems: [], differences: [] },
    { number: 3, outcome: 'faulty', cells: ['', '1'], problems: ['姓名：没有姓名'], differences: [] },
    {
      number: 4,
      outcome: 'known',
      cells: ['李建国', '15400000002'],
      problems: [],
      differences: [{ label: '居住区域', inFile: '三区', stored: '一区' }],
    },
  ],
}

let sent: { method: string; path: string; body: unknown }[]
let next: ImportView
let refusal: object | null
beforeEach(() => {
  sent = []
  next = CHECKED
  refusal = null
  window.fetch = (async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method === 'GET') return { ok: true, status: 200, json: async () => next } as Response
    sent.push({ method, path, body: body === undefined ? undefined : JSON.parse(String(body)) })
    return { ok: refusal === null, status: refusal ? 409 : 202, json: async () => refusal ?? { id: 'i1' } } as Response
  }) as typeof fetch
})
const press = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

it('sends the columns as they were chosen, and shows what each row says', async () => {
  render(<ImportRun initial={READ} />)
  const name = screen.getByLabelText('姓名（必填）')
  expect(name).toBeInvalid()
  fireEvent.change(name, { target: { value: '0' } })
  await press('检查各行')
  expect(sent).toEqual([
    { method: 'POST', path: '/api/desk/imports/i1/checks', body: { mapping: { phone: 1, name: 0 } } },
  ])
  expect(screen.getByText('姓名：没有姓名')).toBeInTheDocument()
  expect(screen.getByText('居住区域：本行是“三区”，已有的是“一区”')).toBeInTheDocument()
})

it('runs only when the people have agreed', async () => {
  render(<ImportRun initial={CHECKED} />)
  expect(screen.getByRole('button', { name: '导入 1 行' })).toBeDisabled()
  fireEvent.click(screen.getByLabelText('已向本人口头说明并取得同意'))
  next = { ...CHECKED, state: 'done', counts: { written: 1, faulty: 1, known: 1 } }
  await press('导入 1 行')
  expect(sent[0]).toMatchObject({ path: '/api/desk/imports/i1/runs', body: { consent: true } })
  expect(screen.getByRole('status')).toHaveTextContent('已导入 1 行。导入的记录不发消息。')
})

it('runs units without a consent, since their rows name nobody', async () => {
  render(
    <ImportRun initial={{ ...CHECKED, kind: 'units', mapping: { name: 0, kind: 1 }, columns: ['name', 'kind'] }} />,
  )
  expect(screen.queryByRole('checkbox')).toBeNull()
  await press('导入 1 行')
  expect(sent[0]).toMatchObject({ path: '/api/desk/imports/i1/runs', body: {} })
})

it('asks before it takes back, and says what stays', async () => {
  render(<ImportRun initial={{ ...CHECKED, state: 'done', counts: { written: 2 } }} />)
  await press('撤销这次导入')
  expect(sent).toEqual([])
  next = { ...CHECKED, state: 'undone', counts: { undone: 1, left: 1 } }
  await press('确认撤销')
  expect(sent[0]?.path).toBe('/api/desk/imports/i1/undo')
  expect(screen.getByRole('status')).toHaveTextContent('已撤销 1 行，保留 1 行')
})

it('says why a step was refused', async () => {
  refusal = { code: 'import-busy', detail: '这次导入正在进行，或现在不能这样做，请刷新后查看。' }
  render(<ImportRun initial={CHECKED} />)
  await press('重新检查')
  expect(screen.getByRole('alert')).toHaveTextContent('这次导入正在进行')
})
