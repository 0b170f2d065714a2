export function ErasePage() {
  return (
    <div className="wrap">
      <div className="narrow card stack">
        <h1>注销并清除个人信息</h1>
        <p>注销后，您的姓名、联系方式和其他个人信息会立即清除，未开始的报名会取消，之后无法恢复。</p>
        <p>已经发生的参与只保留不含个人信息的计数记录，使公开的数字保持真实。</p>
        <p>
          如需留存，请先<a href="/api/me/data">下载我的数据</a>。
        </p>
        <form method="post" action="/me/erase">
          <button className="button button-wide">确认注销</button>
        </form>
        <p>
          <a href="/me">不注销，返回</a>
        </p>
      </div>
    </div>
  )
}
