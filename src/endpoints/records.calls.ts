import { answersExportQuerySchema, exportQuerySchema, type ExportQuery } from '../domain/records/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { exportAnswers } from '../operations/records/exportAnswers.ts'
import { exportParticipations, type ExportedFile } from '../operations/records/exportParticipations.ts'
import { call, parseOrThrow } from './endpoint.ts'

const TYPES: Record<ExportQuery['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const exportParticipationsCall = call({
  method: 'get',
  path: '/exports/participations',
  summary:
    '导出参与记录，每次到场一行（边查边发）；fields 为逗号分隔的字段名，完整手机号 fullPhone 和身份证件号码 idNumber 限组织部门；每次导出都会留痕',
  who: 'staff',
  query: exportQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, query, now }) =>
    fileOf('participations', query.format, await exportParticipations(req, query, now)),
})

export const exportAnswersCall = call({
  method: 'get',
  path: '/activities/:id/answers',
  summary: '导出一场活动的报名名单和回答，每条报名一行（手机号部分隐去）；每次导出都会留痕',
  who: 'staff',
  params: ['id'],
  query: answersExportQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, query, now }) =>
    fileOf(
      'answers',
      query.format,
      await exportAnswers(req, { ...query, activityId: parseOrThrow(idSchema, params.id) }, now),
    ),
})

function fileOf(plainName: string, format: ExportQuery['format'], { name, rows, body }: ExportedFile): Response {
  return new Response(body, {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${plainName}.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
      'x-total-rows': String(rows),
      'x-content-type-options': 'nosniff',
    },
  })
}
