import { expect, it } from '@jest/globals'
import { renderHandover } from './handover.ts'

it('lists each activity with its start and its page, and takes no word of theirs for HTML', () => {
  const { subject, text, html } = renderHandover({
    name: '李接手',
    colleague: '陈离职',
    activities: [
      { id: 'a', title: '义剪<b>', startsAt: '2026-12-05T02:00:00.000Z', status: 'draft' },
      { id: 'b', title: '夜校', startsAt: '2026-12-06T11:00:00.000Z', status: 'published' },
    ],
    createdAt: '2026-11-30T02:00:00.000Z',
    origin: 'https://example.org',
  })
  expect(subject).toBe('工作交接：2 场活动由您负责')
  expect(text).toContain('陈离职负责的 2 场活动已交接给您')
  expect(text).toMatch(/· 义剪<b>｜草稿，.*开始\n {2}https:\/\/example\.org\/admin\/collections\/activities\/a/)
  expect(text).toMatch(/· 夜校｜12月6日.*开始/)
  expect(html).toContain('义剪&#60;b&#62;')
})
