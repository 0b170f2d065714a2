export interface MessageSettingsPageProps {
  isOn: boolean
  isJustSaved: boolean
  /** From the link in a message; null for who is logged in. */
  token: string | null
}

export function MessageSettingsPage({ isOn, isJustSaved, token }: MessageSettingsPageProps) {
  const next = isOn ? 'off' : 'on'
  return (
    <div className="wrap">
      <div className="narrow card stack">
        <h1>消息设置</h1>
        {isJustSaved && (
          <div className="notice" role="status">
            {isOn ? '已恢复发送提醒和感谢。' : '好的，不再给您发提醒和感谢。'}
          </div>
        )}
        <p>
          <strong>{isOn ? '现在会收到：' : '现在不会收到：'}</strong>活动前一天和两小时的提醒，活动后的感谢与反馈邀请。
        </p>
        <p>报名结果、名额确认、活动变更和取消的通知与您参加活动直接有关，会照常发送。</p>
        <form method="post" action={`/message-settings${token === null ? '' : `?t=${encodeURIComponent(token)}`}`}>
          <button
            className={isOn ? 'button button-wide' : 'button button-primary button-wide'}
            name="reminders"
            value={next}
          >
            {isOn ? '不再接收提醒和感谢' : '恢复接收提醒和感谢'}
          </button>
        </form>
        <p>
          <a href="/me">我的报名</a>
        </p>
      </div>
    </div>
  )
}
