import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { ExportForm } from './ExportForm.tsx'

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
