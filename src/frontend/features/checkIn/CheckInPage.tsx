import { Island } from '../../shared/Island.tsx'
import { formatSpan } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'
import { Door } from './door/Door.tsx'
import type { DoorProps } from './door/useDoor.ts'

/** Holds no name of anybody who signed up: this page is kept on the phone as it is, the list is not. */
export function CheckInPage(props: DoorProps) {
  const { activity } = props
  const now = useNow()
  return (
    <div className="wrap stack">
      <header className="stack-s">
        <p className="small soft">现场签到</p>
        <h1 className="door-heading">{activity.title}</h1>
        <p className="small soft">
          {formatSpan(activity.startsAt, activity.endsAt, now)}，{activity.place}
        </p>
      </header>
      <Island name="door" component={Door} props={props} />
      <noscript>
        <p className="notice notice-wait">
          扫码和离线登记需要脚本。没有脚本时，请在
          <a href={`/admin/collections/activities/${activity.id}/sign-ups`}>管理后台</a>登记到场。
        </p>
      </noscript>
    </div>
  )
}
