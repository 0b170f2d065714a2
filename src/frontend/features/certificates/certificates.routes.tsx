import { verifyCertificate } from '../../../operations/certificates/verifyCertificate.ts'
import type { Page, Route } from '../../shared/route.ts'
import { followNumberForm, verifyUpload } from './certificates.server.ts'
import { VerificationPage } from './VerificationPage.tsx'
import { VerifyPage, type VerifyPageProps } from './VerifyPage.tsx'

const verifyPage = (props: VerifyPageProps): Page => ({
  title: '核验志愿服务证明',
  body: <VerifyPage {...props} />,
  status: Object.keys(props.errors).length > 0 ? 400 : 200,
})

export const certificateRoutes: Route[] = [
  {
    path: '/certificates',
    get: ({ query }) => {
      const asked = followNumberForm(query.number)
      return 'errors' in asked ? verifyPage(asked) : { to: `/certificates/${encodeURIComponent(asked.number)}` }
    },
    post: async ({ req, fields, now }) => {
      const verification = await verifyUpload(req, fields.file, now)
      if (!verification) return verifyPage({ number: '', errors: { file: '请选择要核验的 PDF 文件' } })
      return { title: '核验结果', body: <VerificationPage verification={verification} isFile />, isPrivate: true }
    },
  },
  {
    path: '/certificates/:number',
    get: async ({ req, params, now }) => {
      const verification = await verifyCertificate(req, { number: (params.number ?? '').slice(0, 60) }, now)
      return {
        title: '核验结果',
        body: <VerificationPage verification={verification} isFile={false} />,
        status: verification.outcome === 'unknown' ? 404 : 200,
        isPrivate: true,
      }
    },
  },
]
