import { useEffect, useState } from 'react'
import { QrCode } from '../../shared/QrCode.tsx'

export interface RotatingCodeProps {
  title: string
  activityId: string
  /** Where the code leads, without it: absolute, since a phone reads it off a screen. */
  address: string
  code: string
  /** In milliseconds. */
  expiresIn: number
}

const RETRY_MS = 3000

/** The code of these 30 seconds; the next one comes by itself. */
export function RotatingCode({ title, activityId, address, code: first, expiresIn }: RotatingCodeProps) {
  const [code, setCode] = useState<string | null>(first)
  const [secondsLeft, setSecondsLeft] = useState(Math.ceil(expiresIn / 1000))
  const [canFill, setCanFill] = useState(false)
  useEffect(() => {
    let until = Date.now() + expiresIn
    let timer = setTimeout(() => void renew(), expiresIn)
    const ticking = setInterval(() => setSecondsLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000))), 1000)
    let failures = 0
    const renew = async (): Promise<void> => {
      let wait = RETRY_MS
      try {
        const answer = await fetch(`/api/activities/${activityId}/self-check-in-code`)
        if (!answer.ok) throw new Error(String(answer.status))
        const next = (await answer.json()) as { code: string; expiresIn: number }
        setCode(next.code)
        failures = 0
        wait = next.expiresIn
        until = Date.now() + wait
      } catch {
        // The last code is accepted for 30 s more; after that it would only disappoint.
        failures += 1
        if (failures * RETRY_MS > 30_000) setCode(null)
      }
      timer = setTimeout(() => void renew(), wait)
    }
    return () => {
      clearTimeout(timer)
      clearInterval(ticking)
    }
  }, [activityId, expiresIn])
  useEffect(() => {
    const look = (): void => setCanFill(document.fullscreenEnabled === true && document.fullscreenElement === null)
    look()
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])

  if (code === null) {
    return (
      <p className="notice notice-error" role="alert">
        没有网络，暂时不能自助签到。请扫票码或按姓名登记；联网后签到码会自动恢复。
      </p>
    )
  }
  return (
    <div className="code-screen">
      <QrCode text={`${address}?code=${code}`} label="自助签到二维码" />
      <div className="stack">
        <header className="stack-s">
          <p className="soft">自助签到</p>
          <h1>{title}</h1>
        </header>
        <p>用手机相机扫码；不便扫码的，打开本活动的页面点“现场签到”，输入：</p>
        <p className="code-digits" data-code={code}>
          {code.slice(0, 3)} {code.slice(3)}
        </p>
        <p role="timer" aria-live="off">
          {secondsLeft} 秒后更换
        </p>
        <p className="small soft">签到自愿，不采集位置，不拍照；也可以请组织者登记。</p>
        <p className="code-ways">
          {canFill && (
            <button
              className="button"
              onClick={() => void document.documentElement.requestFullscreen().catch(() => setCanFill(false))}
            >
              全屏显示
            </button>
          )}
          <a href={`/staff/check-in/${activityId}`}>返回扫码签到</a>
        </p>
      </div>
    </div>
  )
}
