import { formatServiceTime, type MyCertificate } from '../../../domain/certificates/certificates.ts'
import { formatDate, formatPeriod } from '../../../domain/shared/dates.ts'
import { Bee } from '../../shared/icons.tsx'

/** One's own certificates, to download. */
export function CertificatesPage({ certificates }: { certificates: MyCertificate[] }) {
  return (
    <div className="wrap stack">
      <header className="stack-s">
        <h1>我的志愿服务证明</h1>
        <p className="soft">证明免费，由组织单位出具。转发 PDF 原件即可，对方可以扫码或上传文件核验。</p>
      </header>
      {certificates.length === 0 ? (
        <div className="card empty">
          <Bee />
          <p>还没有出具过证明。需要时，请联系您参加志愿服务的组织单位，免费出具。</p>
          <a className="button" href="/me/records">
            看我的服务记录
          </a>
        </div>
      ) : (
        <ul className="cards">
          {certificates.map((certificate) => (
            <Certificate key={certificate.id} certificate={certificate} />
          ))}
        </ul>
      )}
      <p>
        <a href="/me">返回我的报名</a>
      </p>
    </div>
  )
}

function Certificate({
  certificate: { id, number, kind, activity, issuer, issuedAt, from, to, minutes, revokedAt, revocationReason },
}: {
  certificate: MyCertificate
}) {
  return (
    <li className="card stack-s">
      <h2>{kind === 'activity' ? (activity ?? '志愿服务') : `${formatPeriod(from, to)}的志愿服务`}</h2>
      <p>
        {formatServiceTime(minutes)}
        {kind === 'activity' && `，${formatDate(from)}`}
      </p>
      <p className="small soft">
        {issuer}，{formatDate(issuedAt)}出具
        <br />
        证明编号 <a href={`/certificates/${number}`}>{number}</a>
      </p>
      {revokedAt === null ? (
        <a className="button button-primary" href={`/api/certificates/${id}/pdf`}>
          下载 PDF
        </a>
      ) : (
        <p className="notice notice-error">
          已于{formatDate(revokedAt)}撤销{revocationReason && `：${revocationReason}`}
        </p>
      )}
    </li>
  )
}
