import { batchQuerySchema } from '../domain/certificates/requests.ts'
import { answersExportQuerySchema, auditExportQuerySchema, exportQuerySchema } from '../domain/records/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { exportAnswers } from '../operations/records/exportAnswers.ts'
import { exportAudit } from '../operations/records/exportAudit.ts'
import { exportCertificates } from '../operations/records/exportCertificates.ts'
import { exportParticipations, previewParticipations } from '../operations/records/exportParticipations.ts'
import { call, json, parseOrThrow } from './endpoint.ts'
import { fileOf } from './fileOf.ts'

export const exportParticipationsCall = call({
  method: 'get',
  path: '/exports/participations',
  summary:
    '导出参与记录，每次到场一行（边查边发），attendance 可改为未到场、未记录或全部；fields 为逗号分隔的字段名，完整手机号 fullPhone、身份证件号码 idNumber、身份 kinds 以及按身份 kind 筛选限组织部门；每次导出都会留痕',
  who: 'staff',
  query: exportQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, query, now }) =>
    fileOf('participations', query.format, await exportParticipations(req, query, now)),
})

export const previewParticipationsCall = call({
  method: 'get',
  path: '/exports/participations/preview',
  summary: '预览参与记录：同样条件和字段的导出文件有多少行，前 20 行是什么；留痕',
  who: 'staff',
  query: exportQuerySchema.omit({ format: true }),
  answers: { 200: '{rows, headings: [], lines: [[]]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, query, now }) => json(await previewParticipations(req, { ...query, format: 'csv' }, now)),
})

export const exportAnswersCall = call({
  method: 'get',
  path: '/activities/:id/answers',
  summary:
    '导出一场活动的报名名单和回答，每条报名一行；show 和 name 与名单上的筛选相同，fields 为逗号分隔的字段名（问题为 q:编号），完整手机号 fullPhone 和身份 kinds 限组织部门；每次导出都会留痕',
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

export const exportAuditCall = call({
  method: 'get',
  path: '/exports/audit',
  summary: '导出操作留痕：查找条件与后台页面相同，限组织部门；导出也会留痕',
  who: 'staff',
  query: auditExportQuerySchema,
  answers: { 200: 'CSV（UTF-8，带 BOM）或 XLSX 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, query, now }) => fileOf('audit', query.format, await exportAudit(req, query, now)),
})

export const exportCertificatesCall = call({
  method: 'get',
  path: '/exports/certificates',
  summary:
    '一场活动（activity）或一个单位一段时间（unit, from, to）的全部有效证明：zip 为各份 PDF 原件，pdf 为一份供打印；X-Left-Out 为因含无权查看的个人信息而未列入的份数；留痕',
  who: 'staff',
  query: batchQuerySchema,
  answers: { 200: 'ZIP 或 PDF 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, query, now }) => {
    const { leftOut, ...batch } = await exportCertificates(req, query, now)
    return fileOf('certificates', query.format, batch, { 'x-left-out': String(leftOut) })
  },
})
