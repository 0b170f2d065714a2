import { Island } from '../../shared/Island.tsx'
import { RotatingCode, type RotatingCodeProps } from './RotatingCode.tsx'

export function CodePage({ title, ...code }: RotatingCodeProps & { title: string }) {
  return (
    <div className="wrap stack">
      <header className="stack-s">
        <p className="soft">自助签到</p>
        <h1>{title}</h1>
      </header>
      <Island name="rotating-code" component={RotatingCode} props={code} />
      <p>
        <a href={`/staff/check-in/${code.activityId}`}>返回扫码签到</a>
      </p>
    </div>
  )
}
