import type { RecordingCountdown } from '../domain/shared/workdays.ts'
import { formatDay } from './format.ts'
import { COUNTDOWN_TEXTS } from './texts.ts'

/** Working days left to record an activity; red when they have run out, never guessed. */
export function CountdownBadge({ countdown: { dueOn, workdaysLeft } }: { countdown: RecordingCountdown }) {
  if (dueOn === null) return <span className="xf-badge">{COUNTDOWN_TEXTS.dueAtLeast(workdaysLeft)}</span>
  const urgency = workdaysLeft === 0 ? 'xf-badge--late' : workdaysLeft <= 3 ? 'xf-badge--soon' : ''
  return (
    <span className={`xf-badge ${urgency}`}>
      {workdaysLeft === 0 ? COUNTDOWN_TEXTS.overdue : COUNTDOWN_TEXTS.dueIn(workdaysLeft)}
    </span>
  )
}

export function dueText({ dueOn, unknownYear }: RecordingCountdown): string {
  return dueOn === null ? COUNTDOWN_TEXTS.dueUnknown(unknownYear ?? 0) : COUNTDOWN_TEXTS.dueOn(formatDay(dueOn))
}
