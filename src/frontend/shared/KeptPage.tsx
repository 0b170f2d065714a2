import { LOADED } from '../../domain/shared/changes.ts'

interface Props {
  /** Where the form was sent. */
  action: string
  /** Where to log in. */
  login: string
  typed: [name: string, value: string][]
}

/** The log-in ended while a form was filled in: nothing of it is lost, and it is sent again by one press. */
export function KeptPage({ action, login, typed }: Props) {
  return (
    <div className="wrap">
      <form method="post" action={action} className="narrow card stack">
        <h1>登录已过期</h1>
        <p role="alert">您填的内容还没有提交，但都还在。请先在新窗口登录，再回到本页提交。</p>
        {typed.map(([name, value], index) => (
          <input key={index} type="hidden" name={name} value={value} />
        ))}
        {typed
          .filter(([name, value]) => name !== LOADED && value.length > 1)
          .map(([, value], index) => (
            <blockquote key={index}>{value}</blockquote>
          ))}
        <p>
          <a className="button button-wide" href={login} target="_blank" rel="noreferrer">
            去登录（新窗口）
          </a>
        </p>
        <button className="button button-primary button-wide">登录好了，再次提交</button>
      </form>
    </div>
  )
}
