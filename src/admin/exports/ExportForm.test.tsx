import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'

jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => undefined }) }))
const { ExportForm } = await import('./ExportForm.tsx')
const { Definitions } = await import('./Definitions.tsx')

let give: (chunk: string | null) => void
let asked: { address: string; signal: AbortSignal }
const saved: string[] = []

beforeEach(() => {
  saved.length = 0
  URL.createObjectURL = () => 'blob:file'
  HTMLAnchorElement.prototype.click = function () {
    saved.push(this.download)
  }
  const answers: ((read: { done: boolean; value?: Uint8Array }) => void)[] = []
  give = (chunk) => answers.shift()?.(chunk === null ? { done: true } : { done: false, value: Buffer.from(chunk) })
  globalThis.fetch = jest.fn((address: string, { signal }: { signal: AbortSignal }) => {
    asked = { address, signal }
    const headers = new Map([
      ['x-total-rows', '1200'],
      ['content-type', 'text/csv; charset=utf-8'],
      ['content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('参与记录.csv')}`],
    ])
    const read = () =>
      new Promise((resolve, reject) => {
        answers.push(resolve)
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    return Promise.resolve({ ok: true, headers, body: { getReader: () => ({ read }) } })
  }) as unknown as typeof fetch
})
afterEach(() => window.history.replaceState(null, '', '/'))

const show = (filters = {}) => render(<ExportForm units={[]} target={null} isDepartment={false} asked={filters} />)
const click = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const receive = (chunk: string | null) => act(async () => give(chunk))

it('says how many rows of how many have come, and saves the whole file', async () => {
  show({ from: '2026-01-01', line: 'riders' })
  await click('导出')
  expect(asked.address).toContain('from=2026-01-01')
  expect(asked.address).toContain('line=riders')
  await receive('标题\r\n"一\n')
  await receive('行"\r\n二\r\n')
  expect(screen.getByRole('status').textContent).toBe('共 1,200 条，已收到 2 条，0.0 MB')
  expect(saved).toEqual([])
  await receive(null)
  expect(saved).toEqual(['参与记录.csv'])
  expect(screen.getByRole('status').textContent).toContain('已导出 1,200 条')
})

it('can be cancelled, and then saves nothing', async () => {
  show()
  await click('导出')
  await receive('标题\r\n')
  await click('取消导出')
  expect(asked.signal.aborted).toBe(true)
  expect(saved).toEqual([])
  expect(screen.getByRole('status').textContent).toBe('已取消，没有保存文件。')
})

it('keeps its filters in the address, and nothing of what is sensitive', () => {
  show()
  fireEvent.change(screen.getByLabelText('起始日期'), { target: { value: '2026-02-03' } })
  fireEvent.change(screen.getByLabelText('格式'), { target: { value: 'csv' } })
  expect(window.location.search).toBe('?from=2026-02-03&format=csv')
})

it('exports the columns that were chosen, in their order', async () => {
  show()
  for (const name of ['去掉“活动日期”', '“地点”上移', '“地点”上移', '“地点”上移', '＋ 报名编号']) await click(name)
  await click('导出')
  const fields = new URLSearchParams(asked.address.split('?')[1]).get('fields')?.split(',')
  expect(fields?.slice(0, 2)).toEqual(['place', 'title'])
  expect(fields).not.toContain('date')
  expect(fields?.at(-1)).toBe('registrationId')
})

it('offers what is sensitive to the department alone', () => {
  show()
  expect(screen.queryByRole('button', { name: '＋ 手机号' })).toBeNull()
  expect(screen.queryByLabelText('身份')).toBeNull()
  cleanup()
  render(<ExportForm units={[]} target={null} isDepartment asked={{}} />)
  expect(screen.getByRole('button', { name: '＋ 手机号' })).toBeEnabled()
  expect(screen.getByLabelText('身份')).toBeEnabled()
})

describe('a condition that is gone stays, so that the file is refused and not widened, until it is chosen anew', () => {
  const fields = () => Object.fromEntries(new URLSearchParams(asked.address.split('?')[1]))
  const units = [{ id: 'u1', name: '东岸社区', kind: 'community' as const, level: 0 }]

  it.each([
    ['unit', '镇街或组织单位（含下级）'],
    ['kind', '身份'],
    ['line', '活动品牌'],
    ['theme', '主题'],
    ['ledger', '记录类别'],
    ['attendance', '到场情况'],
    ['period', '时段'],
  ])('%s', async (name, label) => {
    render(<ExportForm units={units} target={null} isDepartment={false} asked={{ [name]: 'gone' }} />)
    const choice = screen.getByLabelText<HTMLSelectElement>(label)
    expect(choice).toBeInvalid()
    expect(choice.selectedOptions[0]?.textContent).toBe('（不可选，请重新选择）')
    await click('导出')
    expect(fields()).toMatchObject({ [name]: 'gone' })
    await click('取消导出')
    fireEvent.change(choice, { target: { value: '' } })
    expect(choice).toBeValid()
    await click('导出')
    expect(fields()).not.toHaveProperty(name)
  })

  it('a kind of person is the department’s, also where a colleague kept it', async () => {
    show({ kind: 'rider' })
    expect(screen.getByLabelText<HTMLSelectElement>('身份').options).toHaveLength(2)
    await click('导出')
    expect(fields()).toMatchObject({ kind: 'rider' })
  })

  it('the target, with the way to do without it', async () => {
    render(<ExportForm units={units} target={{ id: 't1', title: null }} isDepartment={false} asked={{}} />)
    expect(screen.getByRole('alert').textContent).toContain('目标已删除')
    await click('导出')
    expect(fields()).toMatchObject({ target: 't1' })
    await click('取消导出')
    await click('去掉这个条件')
    await click('导出')
    expect(fields()).not.toHaveProperty('target')
  })
})

it('has no days beside a period', () => {
  show({ period: 'lastMonth' })
  expect(screen.queryByLabelText('起始日期')).toBeNull()
})

const kept = { id: 'd1', name: '月报', isOwn: true, shared: false, format: 'csv', columns: ['title', 'name'] }

it('runs a kept export in one click, as it was kept', async () => {
  render(<Definitions definitions={[{ ...kept, filters: { period: 'lastMonth', line: 'riders' } }]} />)
  await click('导出“月报”')
  expect(Object.fromEntries(new URLSearchParams(asked.address.split('?')[1]))).toEqual({
    period: 'lastMonth',
    line: 'riders',
    format: 'csv',
    fields: 'title,name',
  })
})

it('keeps what the form asks for under a name: a new one, or the changes of one’s own', async () => {
  const sent: [string, string, unknown][] = []
  globalThis.fetch = jest.fn((address: string, { method, body }: { method: string; body: string }) => {
    sent.push([method, address, JSON.parse(body)])
    return Promise.resolve({ ok: true, status: 201, json: () => Promise.resolve({ doc: { id: 'd1' } }) })
  }) as unknown as typeof fetch
  const opened = { ...kept, filters: { ledger: 'service' } }
  render(
    <ExportForm
      units={[]}
      target={null}
      isDepartment={false}
      asked={{ ...opened.filters, format: 'csv' }}
      opened={opened}
    />,
  )
  fireEvent.change(screen.getByLabelText('名称'), { target: { value: '季报' } })
  fireEvent.click(screen.getByLabelText('与本单位同事共用'))
  await click('保存修改')
  await click('另存为新的')
  const body = { name: '季报', shared: true, format: 'csv', columns: ['title', 'name'], filters: { ledger: 'service' } }
  expect(sent).toEqual([
    ['PATCH', '/api/export-definitions/d1', body],
    ['POST', '/api/export-definitions', body],
  ])
  expect(screen.getByText('已保存“季报”。')).toBeVisible()
})

it('says in the words of the refusal why an export is not kept', async () => {
  const answer = { ok: false, status: 400, json: () => Promise.resolve({ errors: [{ message: '请先写一个名称。' }] }) }
  globalThis.fetch = jest.fn(() => Promise.resolve(answer)) as unknown as typeof fetch
  render(<ExportForm units={[]} target={null} isDepartment={false} asked={{}} opened={{ ...kept, filters: {} }} />)
  await click('保存修改')
  expect(screen.getByText('请先写一个名称。')).toBeVisible()
})
