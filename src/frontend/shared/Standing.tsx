import type { MyRegistration } from '../../domain/publicViews.ts'

/** How a sign-up stands, in a sentence. */
export function standingText({ status, position, attendance, activity }: MyRegistration): string {
  if (activity.cancelled) return '活动已取消'
  if (attendance === 'present') return '已到场，感谢参加'
  if (status === 'confirmed') return '已报名，名额已为您留好'
  if (status === 'waitlisted') return position === null ? '候补中' : `候补中，您排在第 ${position} 位`
  if (status === 'offered') return '有名额空出，请尽快确认'
  return '已取消'
}

export function StandingNotice({ registration, isJustDone }: { registration: MyRegistration; isJustDone: boolean }) {
  const isAhead = Date.parse(registration.activity.endsAt) > Date.parse(registration.registeredAt) && !['ended', 'cancelled'].includes(registration.activity.joinable)
  return (
    <div className="stack-s">
      <div className={`notice ${registration.status === 'waitlisted' ? 'notice-wait' : ''}`} role="status">
        {isJustDone && registration.status === 'confirmed' ? '报名成功！' : ''}
        {standingText(registration)}
      </div>
      {registration.ticket && isAhead && (
        <a className="button button-primary button-wide" href={`/me/registrations/${registration.id}/ticket`}>
          出示签到票码
        </a>
      )}
      {isAhead && registration.status !== 'cancelled' && registration.attendance !== 'present' && <CancelButton id={registration.id} isWaiting={registration.status === 'waitlisted'} />}
    </div>
  )
}

/** One tap, no questions, no penalty. */
export function CancelButton({ id, isWaiting }: { id: string; isWaiting: boolean }) {
  return (
    <form method="post" action={`/me/registrations/${id}/cancel`}>
      <button className="button-plain">{isWaiting ? '退出候补' : '来不了，取消报名'}</button>
    </form>
  )
}
