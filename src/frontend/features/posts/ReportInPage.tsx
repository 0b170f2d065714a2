import { POSTS } from '../../../domain/appointments/vocabulary.ts'
import type { MyAppointment } from '../../../domain/appointments/views.ts'
import type { ChoiceGroup } from '../../shared/choices.ts'

const DONE = {
  reported: '已提交，社区确认后生效。',
  known: '您已向这里报到，不用重复。',
  ended: '已退出报到。',
  name: '已保存。',
} as const

export interface ReportInPageProps {
  appointments: MyAppointment[]
  /** Said so by the person, which is a consent of its own. */
  isMember: boolean
  /** Communities and compounds, by town. */
  places: ChoiceGroup[]
  /** The place that a link or a form named. */
  chosen: string
  problem: string | null
  done: keyof typeof DONE | null
}

/** Report in to a community or a compound, and see one's own posts. Plain forms: nothing here needs a script. */
export function ReportInPage({ appointments, isMember, places, chosen, problem, done }: ReportInPageProps) {
  const own = appointments.filter(({ standing }) => standing !== 'ended')
  const past = appointments.filter(({ standing }) => standing === 'ended')
  return (
    <div className="wrap">
      <div className="narrow stack">
        <h1>我要报到</h1>
        {done && (
          <div className="notice" role="status">
            {DONE[done]}
          </div>
        )}
        {problem !== null && (
          <div className="notice notice-error" role="alert">
            {problem}
          </div>
        )}
        {own.length > 0 && (
          <section className="stack-s" aria-labelledby="own">
            <h2 id="own">我的任职和报到</h2>
            {own.map((appointment) => (
              <Own key={appointment.id} appointment={appointment} />
            ))}
          </section>
        )}
        {isMember ? (
          <form method="post" action="/report-in" className="card stack" aria-label="我要报到">
            <div className="field">
              <label htmlFor="place">到哪个社区（村）或小区报到</label>
              <select id="place" name="unit" defaultValue={chosen} required aria-describedby="h-place">
                <option value="">请选择</option>
                {places.map(({ label, choices }) => (
                  <optgroup key={label} label={label}>
                    {choices.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
              <p className="small soft" id="h-place">
                该单位及其上级的工作人员会看到您的姓名，用于核对报到；不公开，随时可以退出。
              </p>
            </div>
            <button className="button button-primary">报到</button>
          </form>
        ) : (
          <div className="card stack-s">
            <p>报到的是在职党员。请先在“我的资料”勾选“在职党员（双报到）”，再回到这里。</p>
            <p>
              <a className="button button-primary" href="/me/profile">
                我的资料
              </a>
            </p>
          </div>
        )}
        {past.length > 0 && (
          <section className="stack-s" aria-labelledby="past">
            <h2 id="past">以往</h2>
            <ul className="stack-s">
              {past.map(({ id, post, unit, from, to, endReason }) => (
                <li key={id}>
                  {unit.name} · {POSTS[post]}，{to === null ? '没有生效' : `${from} 至 ${to}`}
                  {endReason && <span className="soft">（{endReason}）</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}

function standsFor({ standing, isAwaiting, from, to }: MyAppointment): string {
  if (isAwaiting) return '待社区确认'
  if (standing === 'planned') return `${from} 到任`
  return to === null ? `在任，自 ${from}` : `在任，${from} 至 ${to}`
}

function Own({ appointment }: { appointment: MyAppointment }) {
  const { id, post, unit, isPublic, isNameShown, duties } = appointment
  return (
    <div className="card stack-s">
      <h3>
        {unit.name} · {POSTS[post]}
      </h3>
      <p>{standsFor(appointment)}</p>
      {duties.length > 0 && (
        <details>
          <summary className="button-plain">职责事项（{duties.length} 项）</summary>
          <ul>
            {duties.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </details>
      )}
      {isPublic && (
        <form method="post" action={`/me/appointments/${id}/name`} className="stack-s">
          <input type="hidden" name="shown" value={isNameShown ? 'off' : 'on'} />
          <p className="small soft">
            居民能看到这个岗位有人负责和单位的值班电话。
            {isNameShown ? '您已同意同时公开姓名。' : '您的姓名不公开，除非您同意。'}
          </p>
          <button className="button">{isNameShown ? '不再公开姓名' : '同意公开姓名'}</button>
        </form>
      )}
      {post === 'reportedMember' && (
        <form method="post" action={`/me/appointments/${id}/end`}>
          <button className="button" aria-label={`退出在${unit.name}的报到`}>
            退出报到
          </button>
        </form>
      )}
    </div>
  )
}
