import { formatSpan } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'

export interface SelfCheckInPageProps {
  activity: { id: string; title: string; place: string; startsAt: string; endsAt: string }
  isPresent: boolean
  /** The code that was read in time; null to ask for the digits. */
  code: string | null
  problem: string | null
}

/** Works without a script: a link, a button. */
export function SelfCheckInPage({ activity, isPresent, code, problem }: SelfCheckInPageProps) {
  const now = useNow()
  return (
    <div className="wrap">
      <div className="narrow card sign-up">
        <header className="stack-s">
          <p className="soft">现场签到</p>
          <h1>{activity.title}</h1>
          <p className="small soft">
            {formatSpan(activity.startsAt, activity.endsAt, now)}，{activity.place}
          </p>
        </header>
        {isPresent ? (
          <>
            <p className="notice" role="status">
              已签到，感谢参加！
            </p>
            <a className="button button-wide" href="/me">
              看我的报名
            </a>
          </>
        ) : (
          <form method="post" action={`/activities/${activity.id}/self-check-in`}>
            {problem && (
              <div className="notice notice-error" role="alert">
                {problem}
              </div>
            )}
            {code !== null ? (
              <input type="hidden" name="code" value={code} />
            ) : (
              <div className="field">
                <label htmlFor="f-code">组织者屏幕上的 6 位签到码</label>
                <input
                  id="f-code"
                  name="code"
                  className="code-input"
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={20}
                  aria-invalid={problem ? true : undefined}
                />
              </div>
            )}
            <button className="button button-primary button-wide">我到了，签到</button>
            <p className="small soft">
              签到自愿，只记录您到场和时间，不采集位置，不拍照。没有报名也可以签到，按现场参加记录。不便签到的，请组织者登记即可。
            </p>
          </form>
        )}
      </div>
    </div>
  )
}
