import type { ActivityStatus, Ledger, Line } from '../shared/vocabulary.ts'

interface ActivityInput {
  status?: ActivityStatus | null
  ledger?: Ledger | null
  partyLimit?: number | null
  capacity?: number | null
  minimum?: number | null
  line?: Line | null
  theme?: string | null
  series?: unknown
  partnerUnit?: unknown
  unit?: unknown
  startsAt?: string | Date | null
  endsAt?: string | Date | null
  registrationOpensAt?: string | Date | null
  registrationClosesAt?: string | Date | null
}

/** An activity may last this long at most, in hours: longer ones are a series. */
export const MAX_DURATION_HOURS = 72

/** The faults of an activity as an organiser entered it: a sentence per field, empty when all is well. */
export function checkActivityFacts(activity: ActivityInput): Record<string, string> {
  const at = (value: string | Date | null | undefined): number | null => (value ? new Date(value).getTime() : null)
  const starts = at(activity.startsAt)
  const ends = at(activity.endsAt)
  const opens = at(activity.registrationOpensAt)
  const set = at(activity.registrationClosesAt)
  const closes = set ?? starts
  const problems: Record<string, string> = {}
  if (starts !== null && ends !== null && ends <= starts) problems.endsAt = '结束时间应晚于开始时间，请修改。'
  if (starts !== null && ends !== null && ends - starts > MAX_DURATION_HOURS * 3_600_000)
    problems.endsAt = `一场活动不超过 ${MAX_DURATION_HOURS} 小时，更长的请分场发布。`
  if (set !== null && ends !== null && set > ends)
    problems.registrationClosesAt = '报名截止时间不能晚于活动结束时间，请修改。'
  if (opens !== null && closes !== null && opens >= closes)
    problems.registrationOpensAt =
      set === null ? '报名开始时间应早于活动开始时间，请修改。' : '报名开始时间应早于报名截止时间，请修改。'
  if (activity.minimum && activity.capacity && activity.minimum > activity.capacity)
    problems.minimum = '最少人数不能多于名额，请修改。'
  if (activity.line === 'riders' && !activity.theme) problems.theme = '请选择主题：强新、联新或暖新。'
  if (activity.line === 'programmes' && !activity.series) problems.series = '请选择所属系列。'
  if (activity.line === 'pairing' && !activity.partnerUnit) problems.partnerUnit = '结对共建请填写结对单位。'
  if (activity.line === 'pairing' && activity.partnerUnit && activity.partnerUnit === activity.unit)
    problems.partnerUnit = '结对单位不能与组织单位相同，请另选。'
  if (activity.ledger === 'service' && (activity.partyLimit ?? 1) > 1)
    problems.partyLimit = '志愿服务须本人逐一报名，每次报名人数请填 1。'
  return problems
}

/**
 * The faults that an edit is refused for: those that it makes itself. A fault of the stored record is no matter of the
 * edit, unless that publishes it; and nothing here stops a cancellation, about which people have to be told. A new
 * activity has no `before`.
 */
export function newProblems(before: ActivityInput | null, after: ActivityInput): Record<string, string> {
  const problems = checkActivityFacts(after)
  if (before === null || (after.status === 'published' && before.status !== 'published')) return problems
  if (after.status === 'cancelled' && before.status !== 'cancelled') return {}
  const known = checkActivityFacts(before)
  return Object.fromEntries(Object.entries(problems).filter(([field, sentence]) => known[field] !== sentence))
}

/** The shortest reason that says anything. */
export const MIN_REASON = 2

/**
 * People who signed up read why: a cancellation by hand says so and goes on saying so; one recorded without stays as it
 * is.
 */
export function reasonProblem(before: CalledOff, after: CalledOff): Record<string, string> {
  const lacksReason = ({ status, cancelReason }: CalledOff): boolean =>
    status === 'cancelled' && (cancelReason ?? '').trim().length < MIN_REASON
  return lacksReason(after) && !lacksReason(before)
    ? { cancelReason: `请写明取消原因（至少 ${MIN_REASON} 个字），报名的人会看到。` }
    : {}
}

/** The field of an edit that says why it moves the activity. Stored nowhere but in the notice that it gives. */
export const CHANGE_REASON = 'changeReason'

/** Payload looks at no field that is stored nowhere. */
export const MAX_REASON = 200

/**
 * People who signed up read why their time or place is another.
 *
 * @param told how many are told
 */
export function moveProblem(reason: string | null | undefined, told: number): Record<string, string> {
  const { length } = (reason ?? '').trim()
  if (length > MAX_REASON) return { [CHANGE_REASON]: `变更原因不超过 ${MAX_REASON} 个字，请缩短。` }
  return told > 0 && length < MIN_REASON
    ? { [CHANGE_REASON]: `时间或地点有变，将通知 ${told} 人：请写明变更原因（至少 ${MIN_REASON} 个字），随通知发出。` }
    : {}
}

interface CalledOff {
  status?: ActivityStatus | null
  cancelReason?: string | null
}

/** How long an activity lasts until somebody says otherwise, in milliseconds. */
export const USUAL_DURATION = 2 * 3_600_000

interface Span {
  start: string | null
  end: string | null
  duration: number
}

/**
 * The end that goes with a start that was just set or moved: as much later, so that it lasts as long as before. Null
 * when the end stays: it was typed itself, or nothing moved. Another duration takes along an end that went by the one
 * before.
 */
export function endFollowing(before: Span, now: Span): string | null {
  const { start, end, duration } = now
  const isMoved = start !== before.start || duration !== before.duration
  if (start === null || !isMoved || (end !== null && end !== before.end)) return null
  if (end === null) return at(Date.parse(start) + duration)
  const lasted = before.start === null ? 0 : Date.parse(end) - Date.parse(before.start)
  // With an end that is a mistake, another start may be what mends it.
  if (lasted <= 0) return null
  const next = at(Date.parse(start) + (lasted === before.duration ? duration : lasted))
  return next === end ? null : next
}

const at = (time: number): string => new Date(time).toISOString()
