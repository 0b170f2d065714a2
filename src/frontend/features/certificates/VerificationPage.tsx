import {
  formatServiceTime,
  type PublicCertificate,
  type Verification,
} from '../../../domain/certificates/certificates.ts'
import { formatDate, formatPeriod } from '../../../domain/shared/dates.ts'
import { CERTIFICATE_KINDS } from '../../../domain/certificates/vocabulary.ts'

export interface VerificationPageProps {
  verification: Verification
  /** Whether a file was verified, or a number alone. */
  isFile: boolean
}

const TITLES: Record<Verification['outcome'], string> = {
  valid: '证明有效',
  revoked: '证明已撤销',
  unknown: '没有这份证明',
  altered: '不是原件',
}

/** The facts that anybody may know of a certificate: nobody is named. */
export function VerificationPage({ verification, isFile }: VerificationPageProps) {
  const { outcome } = verification
  return (
    <div className="wrap">
      <article className="narrow card stack verification" data-outcome={outcome}>
        <header className="stack-s">
          <p className="soft">志愿服务证明核验</p>
          <h1>
            <span className="verification-cell" aria-hidden="true">
              {outcome === 'valid' ? '✓' : '✕'}
            </span>
            {TITLES[outcome]}
          </h1>
        </header>
        <p>{sentenceOf(verification, isFile)}</p>
        {(outcome === 'valid' || outcome === 'revoked') && <Facts certificate={verification.certificate} />}
        {outcome === 'valid' && !isFile && (
          <p className="small soft">
            请与手中的证明逐项核对；姓名等个人信息不在此显示。要核对全部内容，请向持有人索取 PDF 原件，用“按文件核验”。
          </p>
        )}
        <p>
          <a className="button" href="/certificates">
            核验另一份
          </a>
        </p>
      </article>
    </div>
  )
}

function sentenceOf(verification: Verification, isFile: boolean): string {
  switch (verification.outcome) {
    case 'valid':
      return isFile ? '文件是本站出具的原件，内容没有改动，证明有效。' : '本站出具过这份证明，目前有效。'
    case 'revoked':
      return `${isFile ? '文件是本站出具的原件，但' : ''}这份证明已于${formatDate(verification.revokedAt)}由出具单位撤销，不再有效。`
    case 'unknown':
      return '本站没有出具过这个编号的证明。请核对编号后再试；编号无误的，请与证明上的出具单位联系。'
    case 'altered':
      return '这个文件不是本站出具的原件，或者内容被改动过，不能作为证明。请向持有人索取下载的 PDF 原件（截图、打印后扫描、另存过的都不是原件），或按编号核验。'
  }
}

function Facts({
  certificate: { number, kind, issuer, issuedAt, from, to, minutes },
}: {
  certificate: PublicCertificate
}) {
  const facts: [string, string][] = [
    ['证明编号', number],
    ['类别', CERTIFICATE_KINDS[kind]],
    ['出具单位', issuer],
    ['出具日期', formatDate(issuedAt)],
    [kind === 'activity' ? '服务日期' : '服务时段', kind === 'activity' ? formatDate(from) : formatPeriod(from, to)],
    ['服务时长', formatServiceTime(minutes)],
  ]
  return (
    <dl className="details">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
