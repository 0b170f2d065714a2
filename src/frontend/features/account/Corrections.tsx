import { formatDate } from '../../../domain/shared/dates.ts'
import type { MyCorrection } from '../../../domain/attendance/views.ts'
import { CORRECTION_STATUSES } from '../../../domain/attendance/vocabulary.ts'

/** A request to correct a record, with its answer once there is one. */
export function Answered({ correction: { wish, status, askedAt, answer, answeredAt } }: { correction: MyCorrection }) {
  return (
    <div className={`notice ${status === 'open' ? 'notice-wait' : ''}`}>
      <p>
        {CORRECTION_STATUSES[status]}
        {answer !== null && `：${answer}`}
      </p>
      <p className="small">
        {formatDate(askedAt)}申请：{wish}
        {answeredAt !== null && `（${formatDate(answeredAt)}答复）`}
      </p>
    </div>
  )
}
