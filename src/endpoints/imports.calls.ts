import {
  checkRequestSchema,
  importQuerySchema,
  runRequestSchema,
  uploadQuerySchema,
} from '../domain/imports/requests.ts'
import { IMPORT_KINDS, type ImportKind } from '../domain/imports/vocabulary.ts'
import { AppError } from '../domain/shared/AppError.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { abandonImport } from '../operations/imports/abandonImport.ts'
import { checkImport } from '../operations/imports/checkImport.ts'
import { importTemplate } from '../operations/imports/importTemplate.ts'
import { receiveImport } from '../operations/imports/receiveImport.ts'
import { runImport } from '../operations/imports/runImport.ts'
import { undoImport } from '../operations/imports/undoImport.ts'
import { viewImport } from '../operations/imports/viewImport.ts'
import { requireStaff } from '../operations/identity/requireUser.ts'
import { call, file, json, parseOrThrow } from './endpoint.ts'

const idOf = (params: { id: string }): string => parseOrThrow(idSchema, params.id)
const STEP = '{id}：已开始，进度见 GET /desk/imports/:id'

export const receiveImportCall = call({
  method: 'post',
  path: '/desk/imports',
  summary:
    '上传要导入的文件（请求体即文件内容，.xlsx、.csv 或复制的单元格，20 MB、10 万行以内），只读取，不写入；kind 为 people（人员）, attendances（以往活动和到场）, signInSheet（签到表，须有 activity）, units（组织单位，限组织部门，5,000 行以内）；同一个文件重复上传得到同一次导入',
  who: 'staff',
  query: uploadQuerySchema,
  isFile: true,
  answers: { 201: '{id}', 200: '同一个文件此前已上传' },
  errors: [
    'invalid-input',
    'import-unreadable',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-cancelled',
    'activity-not-begun',
    'import-busy',
    'payload-too-large',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, query, now }) => {
    requireStaff(req)
    const bytes = new Uint8Array((await req.arrayBuffer?.()) ?? new ArrayBuffer(0))
    const { id, isNew } = await receiveImport(req, query, bytes, now)
    return json({ id }, isNew ? 201 : 200)
  },
})

export const viewImportCall = call({
  method: 'get',
  path: '/desk/imports/:id',
  summary: '一次导入的进度和各行的结果，show 只看一种结果，每页 50 行；已有的人员和组织单位列出文件与记录不同之处',
  who: 'staff',
  params: ['id'],
  query: importQuerySchema,
  answers: { 200: '{id, kind, state, rows, counts, headings, mapping, columns, page, pages, list, …}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, query }) => json(await viewImport(req, idOf(params), query)),
})

export const checkImportCall = call({
  method: 'post',
  path: '/desk/imports/:id/checks',
  summary: '按各列的含义（mapping：项目名到列号，从 0 起）检查每一行，不写入；导入之前可以改了再查',
  who: 'staff',
  params: ['id'],
  body: checkRequestSchema,
  answers: { 202: STEP },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'import-busy'],
  handle: async ({ req, params, body, now }) => {
    const id = idOf(params)
    await checkImport(req, id, body.mapping, now)
    return json({ id }, 202)
  },
})

export const runImportCall = call({
  method: 'post',
  path: '/desk/imports/:id/runs',
  summary: '导入检查为可导入的各行；consent 为 true，即已向本人说明并取得同意，导入组织单位时不填',
  who: 'staff',
  params: ['id'],
  body: runRequestSchema,
  answers: { 202: STEP },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'import-busy'],
  handle: async ({ req, params, body, now }) => {
    const id = idOf(params)
    await runImport(req, id, body.consent === true, now)
    return json({ id }, 202)
  },
})

export const undoImportCall = call({
  method: 'post',
  path: '/desk/imports/:id/undo',
  summary: '逐行撤销一次导入；导入后有人改过、用到的行保留并说明原因',
  who: 'staff',
  params: ['id'],
  answers: { 202: STEP },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'import-busy'],
  handle: async ({ req, params, now }) => {
    const id = idOf(params)
    await undoImport(req, id, now)
    return json({ id }, 202)
  },
})

export const abandonImportCall = call({
  method: 'delete',
  path: '/desk/imports/:id',
  summary: '放弃一个还没有导入的文件，清除其内容',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{id}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'import-busy'],
  handle: async ({ req, params, now }) => {
    const id = idOf(params)
    await abandonImport(req, id, now)
    return json({ id })
  },
})

export const importTemplateCall = call({
  method: 'get',
  path: '/desk/import-templates/:kind',
  summary: '导入用的 Excel 模板：标题、示例和填写说明；kind 同上传',
  who: 'staff',
  params: ['kind'],
  answers: { 200: 'XLSX 文件' },
  errors: ['not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params }) => {
    requireStaff(req)
    if (!Object.hasOwn(IMPORT_KINDS, params.kind)) throw new AppError('not-found')
    const kind = params.kind as ImportKind
    return file(Buffer.from(await importTemplate(kind)), {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      name: `导入模板-${IMPORT_KINDS[kind]}.xlsx`,
      plainName: `import-${kind}.xlsx`,
    })
  },
})
