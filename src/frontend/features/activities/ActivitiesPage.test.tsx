import { describe, expect, it } from '@jest/globals'
import { screen, within } from '@testing-library/react'
import { anActivity } from '../../shared/anActivity.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { ActivitiesPage, hrefOf, type ActivitiesPageProps } from './ActivitiesPage.tsx'

const TOWNS = [{ id: '650000000000000000000001', name: '龙溪街道' }]
const found = (over: Partial<ActivitiesPageProps['found']> = {}) => ({
  docs: [anActivity()],
  page: 1,
  totalPages: 1,
  totalDocs: 1,
  ...over,
})
const show = (over: Partial<ActivitiesPageProps> = {}) =>
  renderPage(<ActivitiesPage filters={{}} errors={{}} towns={TOWNS} found={found()} {...over} />)

describe('ActivitiesPage', () => {
  it('shows each chosen filter as a link that takes away that one alone', () => {
    show({ filters: { line: 'riders', theme: 'warm', unit: TOWNS[0]?.id, q: '姜茶', open: 'true' } })
    const chosen = screen.getByRole('list', { name: '已选条件' })
    expect(within(chosen).getAllByRole('link')).toHaveLength(5)
    const town = new URL(
      within(chosen)
        .getByRole('link', { name: /龙溪街道/ })
        .getAttribute('href') ?? '',
      'http://x',
    )
    expect(Object.fromEntries(town.searchParams)).toEqual({ line: 'riders', theme: 'warm', q: '姜茶', open: 'true' })
  })

  it('filters by a plain form that keeps what is chosen', () => {
    show({ filters: { line: 'riders', q: '姜茶', open: 'true', from: '2026-11-01' } })
    const form = screen.getByRole<HTMLFormElement>('search', { hidden: true })
    expect(form).toHaveAttribute('method', 'get')
    expect(Object.fromEntries(new FormData(form))).toEqual({
      line: 'riders',
      theme: '',
      unit: '',
      q: '姜茶',
      open: 'true',
      from: '2026-11-01',
      to: '',
      when: '',
    })
  })

  it('shows pictures small, with their size, and only when they come near', () => {
    const withCover = anActivity({ cover: { name: 'n', alt: '志愿者在理发', ratio: 0.625 } })
    show({ found: found({ docs: [anActivity({ id: '650000000000000000000008' }), withCover] }) })
    const shown = screen.getByRole('img', { name: '志愿者在理发' })
    expect(shown).toHaveAttribute('src', `/api/activities/${withCover.id}/cover?width=480&v=n`)
    expect([shown.getAttribute('width'), shown.getAttribute('height')]).toEqual(['480', '300'])
    expect(shown).toHaveAttribute('loading', 'lazy')
    expect(shown).not.toHaveAttribute('srcset')
  })

  it('turns pages within the filters', () => {
    show({ filters: { line: 'riders' }, found: found({ page: 2, totalPages: 3, totalDocs: 50 }) })
    expect(screen.getByRole('link', { name: '下一页' })).toHaveAttribute('href', '/activities?line=riders&page=3')
    expect(screen.getByRole('link', { name: '上一页' })).toHaveAttribute('href', '/activities?line=riders')
  })

  it('says what to do when nothing is found, and names a filter it cannot understand', () => {
    show({
      filters: { from: 'soon' },
      errors: { from: '日期格式应为 2026-01-31' },
      found: found({ docs: [], totalDocs: 0 }),
    })
    expect(screen.getByRole('link', { name: '看看现在能报的活动' })).toHaveAttribute('href', hrefOf({ open: 'true' }))
    expect(screen.getByRole('alert')).toHaveTextContent('日期格式')
  })

  it('opens on what is to come, with the past one tap away [F17]', () => {
    show()
    const shortcuts = screen.getByRole('navigation', { name: '常用筛选' })
    expect(within(shortcuts).getByRole('link', { current: true })).toHaveTextContent('近期活动')
    expect(within(shortcuts).getByRole('link', { name: '往期' })).toHaveAttribute('href', '/activities?when=past')
  })

  it('marks the shortcut that is on, whatever the order of the address', () => {
    show({ filters: { theme: 'warm', open: 'true', line: 'riders' } })
    const shortcuts = screen.getByRole('navigation', { name: '常用筛选' })
    expect(
      within(shortcuts)
        .getAllByRole('link', { current: true })
        .map(({ textContent }) => textContent),
    ).toEqual(['暖新'])
    expect(screen.queryByRole('list', { name: '已选条件' })).toBeNull()
  })
})
