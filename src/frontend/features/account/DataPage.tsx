import { formatDate } from '../../../domain/shared/dates.ts'
import type { MyDataInWords } from '../../../domain/people/views.ts'

/** All that is stored about oneself, to be read and printed: what the file for machines holds, in words. */
export function DataPage({ name, asOf, sections }: MyDataInWords) {
  return (
    <div className="wrap stack records">
      <h1>系统保存的我的全部数据</h1>
      <p>
        {name}
        <span className="soft">（截至 {formatDate(asOf)}）</span>
      </p>
      <p className="small soft">
        有误的可以自己改：<a href="/me/profile">我的资料</a>
        ；参与和服务记录有误的，点开那条记录申请更正。要留存或打印，请用浏览器的打印功能。
      </p>
      {sections.map(({ title, records }, place) => (
        <section key={title} className="stack-s" aria-labelledby={`data-${place}`}>
          <h2 id={`data-${place}`}>{records.length > 1 ? `${title}（${records.length} 条）` : title}</h2>
          {records.map((record, index) => (
            <article key={index} className="card data-record">
              <h3>{record.title}</h3>
              <dl className="details">
                {record.facts.map(([label, words], nth) => (
                  <div key={nth}>
                    <dt>{label}</dt>
                    <dd className="prose">{words}</dd>
                  </div>
                ))}
              </dl>
            </article>
          ))}
        </section>
      ))}
      <p>
        <a href="/api/me/data">下载同样的内容（数据文件，供其他系统读取）</a>
      </p>
      <p>
        <a href="/me">返回我的报名</a>
      </p>
    </div>
  )
}
