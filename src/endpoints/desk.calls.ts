import { deskSearchQuerySchema, statisticsFileQuerySchema } from '../domain/desk/requests.ts'
import { exportStatistics } from '../operations/desk/exportStatistics.ts'
import { searchDesk } from '../operations/desk/searchDesk.ts'
import { call, json } from './endpoint.ts'
import { fileOf } from './fileOf.ts'

export const searchDeskCall = call({
  method: 'get',
  path: '/desk/search',
  summary:
    '在自己的管理范围内查找：人员（姓名两个字起，或志愿者编号、完整的手机号、邮箱）、活动和单位（名称的一部分）、证明（编号或姓名），每类最多 5 条，total 为总数',
  who: 'staff',
  query: deskSearchQuerySchema,
  answers: { 200: '{people, activities, units, certificates}，各为 {total, hits}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden'],
  handle: async ({ req, query }) => json(await searchDesk(req, query.q)),
})

export const exportStatisticsCall = call({
  method: 'get',
  path: '/desk/statistics',
  summary:
    '自己管理范围内按单位和月份的统计表（人次、场次、服务时长、新就业群体人次、走访、办结、按时登记），不含个人信息；from、to 为月份，不填为今年至今；服务时长以分钟计',
  who: 'staff',
  query: statisticsFileQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, query, now }) => fileOf('statistics', query.format, await exportStatistics(req, query, now)),
})
