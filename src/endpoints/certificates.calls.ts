import { idSchema } from '../domain/shared/requests.ts'
import {
  issueRequestSchema,
  revocationRequestSchema,
  verificationRequestSchema,
} from '../domain/certificates/requests.ts'
import { getCertificateFile } from '../operations/certificates/getCertificateFile.ts'
import { issueCertificates } from '../operations/certificates/issueCertificates.ts'
import { listMyCertificates } from '../operations/certificates/listMyCertificates.ts'
import { revokeCertificate } from '../operations/certificates/revokeCertificate.ts'
import { verifyCertificate } from '../operations/certificates/verifyCertificate.ts'
import { call, file, json, parseOrThrow } from './endpoint.ts'

export const issueCertificatesCall = call({
  method: 'post',
  path: '/certificates/issue',
  summary:
    '出具志愿服务记录证明（免费），一次最多 500 人：按活动（activity，可用 registrations 选人），或按单位（含下级）和时段（unit, from, to，可用 people 选人）；重复出具得到同一份',
  who: 'staff',
  body: issueRequestSchema,
  answers: {
    200: '{results: [{registration?, person?, outcome, certificate: {id, number} | null, text?, characters?}]}，outcome 为 issued, exists, outdated（记录已变，请撤销后再出具）, unknown, not-served, erased, unnamed（其他单位的人，现场登记时没有说出姓名，请组织部门出具）, unprintable（text 一项中的 characters 字库里没有，不能印）',
  },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-certifiable', 'busy'],
  handle: async ({ req, body, now }) => json({ results: await issueCertificates(req, body, now) }),
})

export const revokeCertificateCall = call({
  method: 'post',
  path: '/certificates/:id/revocation',
  summary: '撤销证明，须写明原因，本人可见；核验页显示“已撤销”，不显示原因',
  who: 'staff',
  params: ['id'],
  body: revocationRequestSchema,
  answers: { 200: '{id, number, revokedAt}；此前已撤销时不变' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await revokeCertificate(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const certificateFileCall = call({
  method: 'get',
  path: '/certificates/:id/pdf',
  summary:
    '下载证明（PDF），每次下载逐字节相同；限本人和出具单位及其上级；证明上有其无权查看的姓名或编号的（外单位现场登记的人），限本人和组织部门',
  who: 'person or staff',
  params: ['id'],
  answers: { 200: 'PDF 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'certificate-revoked'],
  handle: async ({ req, params }) => {
    const { number, file: pdf } = await getCertificateFile(req, parseOrThrow(idSchema, params.id))
    const name = `志愿服务记录证明 ${number}.pdf`
    return file(new Uint8Array(pdf), { type: 'application/pdf', name, plainName: `${number}.pdf` })
  },
})

export const myCertificatesCall = call({
  method: 'get',
  path: '/me/certificates',
  summary: '我的证明',
  who: 'person',
  answers: { 200: '证明列表，最近出具的在前' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) => json(await listMyCertificates(req)),
})

export const verifyCertificateCall = call({
  method: 'post',
  path: '/certificates/verification',
  summary: '核验证明：number 为证明编号，或 file 为证明文件（PDF，Base64）；文件改动一个字节即不通过；不显示个人信息',
  who: 'anyone',
  body: verificationRequestSchema,
  answers: {
    200: '{outcome, certificate?, revokedAt?}，outcome 为 valid, revoked, unknown（没有这份证明）, altered（文件不是原件）',
  },
  errors: ['invalid-input', 'invalid-json', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) =>
    json(
      await verifyCertificate(
        req,
        body.file === undefined ? { number: body.number ?? '' } : { file: Buffer.from(body.file, 'base64') },
        now,
      ),
    ),
})
