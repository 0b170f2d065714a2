import type { RecordingCountdown } from '../domain/shared/workdays.ts'
import { formatDay } from './format.ts'
import { MESSAGES } from './messages.ts'

const TEXT = MESSAGES.dashboard

/** Working days left to record an activity; red when they have run out, never guessed. */
export function CountdownBadge({ countdown: { dueOn, workdaysLeft } }: { countdown: RecordingCountdown }) {
  if (dueOn === null) return <span className="xf-badge">{TEXT.dueAtLeast(workdaysLeft)}</span>
  const urgency = workdaysLeft === 0 ? 'xf-badge--late' : workdaysLeft <= 3 ? 'xf-badge--soon' : ''
  return <span className={`xf-badge ${urgency}`}>{workdaysLeft === 0 ? TEXT.overdue : TEXT.dueIn(workdaysLeft)}</span>
}

export function dueText({ dueOn, unknownYear }: RecordingCountdown): string {
  return dueOn === null ? TEXT.dueUnknown(unknownYear ?? 0) : TEXT.dueOn(formatDay(dueOn))
}
