import { expect, it } from '@jest/globals'
import type { Contributions } from '../../../domain/tallies/views.ts'
import type { Measure } from '../../../domain/tallies/vocabulary.ts'
import { renderPage } from '../../shared/renderPage.tsx'
import { HomePage } from '../home/HomePage.tsx'
import { TargetPage } from './TargetPage.tsx'

const NOW = '2026-11-30T02:00:00.000Z'

function contributions(measure: Measure, opening: number): Contributions {
  const isTime = measure === 'serviceHours'
  return {
    target: {
      id: 'a'.repeat(24),
      title: '全年目标',
      measure,
      goal: 240,
      tally: 109,
      opening,
      openingSource: opening > 0 ? '纸质台账' : null,
      from: null,
      to: null,
      counting: false,
      asOf: NOW,
    },
    tally: isTime ? 109 * 60 : 109,
    activities: { docs: [], page: 1, totalPages: 1, totalDocs: 0 },
    ownTally: null,
  }
}

const textOf = (contribution: Contributions): { page: string; home: string } => ({
  page: renderPage(<TargetPage {...contribution} months={[]} />).container.textContent ?? '',
  home: renderPage(<HomePage targets={[contribution.target]} soon={[]} />).container.textContent ?? '',
})

it.each<[Measure, string]>([
  ['personTimes', '人次'],
  ['serviceHours', '小时'],
  ['sessions', '场'],
  ['visits', '人次'],
  ['matters', '件'],
])('%s is told in %s, on its page and on the home page', (measure, unit) => {
  const { page, home } = textOf(contributions(measure, 0))
  expect(page).toContain(`109 ${unit}`)
  for (const text of [page, home]) {
    expect(text).toContain(`240 ${unit}`)
    expect(text).toContain(`完成 45.4%（平台记录 109 ${unit}）`)
    expect(text).not.toContain('期初')
  }
})

it('what was carried over always stands apart from what was recorded', () => {
  for (const text of Object.values(textOf(contributions('sessions', 96)))) {
    expect(text).toContain('完成 85.4%（期初 96 场 + 平台记录 109 场）')
    expect(text).toContain('来自纸质台账')
    expect(text).not.toContain('205')
  }
})

it('shows each month in the chart and in the table, and the rest of the tally in its last line', () => {
  const months = [
    { month: '2026-10', amount: 90 },
    { month: '2026-11', amount: 3000 },
  ]
  const { container } = renderPage(<TargetPage {...contributions('serviceHours', 0)} months={months} />)
  expect(container.querySelectorAll('svg[role=img] rect')).toHaveLength(2)
  expect([...container.querySelectorAll('table td')].map(({ textContent }) => textContent)).toEqual([
    '1 小时 30 分钟',
    '50 小时',
    '57 小时 30 分钟',
  ])
})
