import { exportQuerySchema, type ExportQuery } from '../domain/requests.ts'
import { exportParticipations } from '../operations/exportParticipations.ts'
import type { Call } from './endpoint.ts'

const TYPES: Record<ExportQuery['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const exportParticipationsCall: Call<never, ExportQuery, undefined> = {
  method: 'get',
  path: '/exports/participations',
  summary: '导出参与记录，每次到场一行（边查边发）；fields 为逗号分隔的字段名，完整手机号 fullPhone 和身份证件号码 idNumber 限组织部门；每次导出都会留痕',
  who: 'staff',
  query: exportQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden'],
  handle: async ({ req, query, now }) => {
    const { name, body } = await exportParticipations(req, query, now)
    return new Response(body, {
      headers: {
        'content-type': TYPES[query.format],
        'content-disposition': `attachment; filename="participations.${query.format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  },
}
