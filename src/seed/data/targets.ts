import type { Line, Theme } from '../../domain/shared/vocabulary.ts'
import type { Measure } from '../../domain/tallies/vocabulary.ts'
import { FIGURES } from './figures.ts'

export interface TargetFacts {
  title: string
  measure: Measure
  goal: number
  lines: Line[]
  themes: Theme[]
  units: string[]
  /** Carried over from before the system. */
  opening: number
}

const target = (title: string, measure: Measure, goal: number, limits: Partial<Pick<TargetFacts, 'lines' | 'themes' | 'units' | 'opening'>>): TargetFacts => ({
  title,
  measure,
  goal,
  lines: [],
  themes: [],
  units: [],
  opening: 0,
  ...limits,
})

/** In the order in which they are shown; goals are multiplied by the scale. */
export const TARGETS: TargetFacts[] = [
  target('先“蜂”暖心活动参与人次', 'personTimes', 6000, { lines: ['riders'] }),
  target('先“蜂”暖心活动场次', 'sessions', 900, { lines: ['riders'] }),
  target('结对共建活动', 'sessions', FIGURES.pairingEvents, { lines: ['pairing'] }),
  target('结对共建走访', 'visits', FIGURES.visits, { lines: ['pairing'] }),
  target('办结身边事、关键事', 'matters', FIGURES.settledMatters, { lines: ['pairing'] }),
  target('党员与志愿者服务时长', 'serviceHours', 8000, {}),
  target('“三大类九系列”活动场次', 'sessions', 240, { lines: ['programmes'], opening: 96 }),
  target('暖新活动参与人次', 'personTimes', 3000, { lines: ['riders'], themes: ['warm'] }),
  target('龙溪街道新就业群体参与人次', 'personTimes', 1000, { lines: ['riders'], units: ['龙溪街道'] }),
]

export const OPENING_SOURCE = '系统启用前的纸质台账，经县委组织部核对'
