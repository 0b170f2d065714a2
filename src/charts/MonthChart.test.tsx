import { expect, it } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { MonthChart } from './MonthChart.tsx'

const MONTHS = ['2025-12', '2026-01', '2026-02']

it('is one picture with a name, a bar for each month as high as its number', () => {
  const { container } = render(
    <MonthChart id="c" title="每月人次" months={MONTHS.map((month, index) => ({ month, value: index * 50 }))} />,
  )
  expect(screen.getByRole('img', { name: '每月人次' })).toBeVisible()
  const heights = [...container.querySelectorAll('rect')].map((bar) => Number(bar.getAttribute('height')))
  expect(heights[0]).toBe(0)
  expect(heights[2]).toBeCloseTo((heights[1] ?? 0) * 2)
  expect([...container.querySelectorAll('text')].map(({ textContent }) => textContent)).toEqual(
    expect.arrayContaining(['0', '100', '12月', '1月', '2月', '2025', '2026']),
  )
  // The content security policy of the site lets no style in an attribute through.
  expect(container.querySelector('[style]')).toBeNull()
})

it('draws the year before as a line of its own kind, and says which is which', () => {
  const { container } = render(
    <MonthChart
      id="c"
      title="每月人次"
      months={MONTHS.map((month) => ({ month, value: 3, before: 4 }))}
      legend={{ bars: '本期', line: '去年同月' }}
    />,
  )
  expect(container.querySelectorAll('[role=img] circle')).toHaveLength(3)
  expect(container.querySelectorAll('[role=img] polyline[stroke-dasharray]')).toHaveLength(1)
  expect(container.querySelector('figcaption')?.textContent).toContain('去年同月')
})

it('nothing at all is a flat picture and no broken one', () => {
  const { container } = render(<MonthChart id="c" title="每月人次" months={[{ month: '2026-01', value: 0 }]} />)
  expect(container.innerHTML).not.toContain('NaN')
})
