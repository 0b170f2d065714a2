import { expect, it, jest } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'

let selectedIDs: string[] = []
let refreshed = 0
jest.unstable_mockModule('next/navigation.js', () => ({ useRouter: () => ({ refresh: () => void (refreshed += 1) }) }))
jest.unstable_mockModule('@payloadcms/ui', () => ({
  Link: 'a',
  useAuth: () => ({ user: { id: 'me' } }),
  useSelection: () => ({ selectedIDs }),
}))
const { ListTools } = await import('./ListTools.tsx')

it('offers nothing to publish while nothing is chosen', () => {
  selectedIDs = []
  render(<ListTools />)
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText('从模板新建')).toHaveAttribute('href', '/admin/from-template')
  expect(screen.getByText('由我负责').getAttribute('href')).toContain('[responsible][equals]=me&')
})

it('tells of each draft how it went, with the reason', async () => {
  selectedIDs = ['a', 'b', 'c']
  const startsAt = '2026-12-05T11:00:00.000Z'
  window.fetch = (async (_path: string, { body }: RequestInit = {}) => {
    expect(JSON.parse(String(body))).toEqual({ activities: selectedIDs })
    const results = [
      { activity: 'a', title: '义剪', startsAt, outcome: 'published' },
      { activity: 'b', title: '夜校', startsAt, outcome: 'refused', reason: '请选择主题。' },
      { activity: 'c', outcome: 'unknown' },
    ]
    return { ok: true, status: 200, json: async () => ({ results }) } as Response
  }) as typeof fetch
  render(<ListTools />)
  fireEvent.click(screen.getByRole('button', { name: '发布所选 3 场' }))
  expect(await screen.findByText('所选 3 场，已发布 1 场：')).toBeInTheDocument()
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
  expect(lines[0]).toMatch(/^义剪（.*）：已发布$/)
  expect(lines[1]).toMatch(/^夜校（.*）：请选择主题。$/)
  expect(lines[2]).toContain('不在您的管理范围内')
  expect(screen.getByText('夜校')).toHaveAttribute('href', '/admin/collections/activities/b')
  expect(refreshed).toBe(1)
})
