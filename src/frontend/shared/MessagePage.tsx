/** A page that only says something: an error, with the way on. */
export function MessagePage({ title, sentence }: { title: string; sentence: string }) {
  return (
    <div className="wrap">
      <div className="narrow card stack">
        <h1>{title}</h1>
        <p>{sentence}</p>
        <p>
          <a className="button" href="/activities">
            去活动列表
          </a>
        </p>
      </div>
    </div>
  )
}
