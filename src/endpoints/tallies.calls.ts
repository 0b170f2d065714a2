import { listTargets } from '../operations/tallies/listTargets.ts'
import { call, json } from './endpoint.ts'

export const listTargetsCall = call({
  method: 'get',
  path: '/public/targets',
  isShared: true,
  summary:
    '全部目标：goal 目标值，tally 由记录计出的累计，opening 期初数（单独列示，不在 tally 里），服务时长都以小时计，asOf 截至时间',
  who: 'anyone',
  answers: { 200: '目标列表' },
  errors: [],
  handle: async ({ req, now }) => json(await listTargets(req, now)),
})
