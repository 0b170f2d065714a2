import { formatDate, formatSpan, formatTime } from '../../../domain/shared/dates.ts'
import { useNow } from '../../shared/now.ts'
import type { MyRecord } from '../../../domain/attendance/views.ts'
import { MAX_WISH } from '../../../domain/shared/requests.ts'
import { ATTENDANCES } from '../../../domain/shared/vocabulary.ts'
import { CHECK_IN_METHODS, EVALUATIONS, MINUTES_SOURCES } from '../../../domain/attendance/vocabulary.ts'
import { Answered } from './Corrections.tsx'

/** The values that were typed and refused, to be put right. */
export interface RecordForm {
  form: 'feedback' | 'correction'
  values: Record<string, string>
  errors: Record<string, string>
}

export interface RecordPageProps {
  record: MyRecord
  form: RecordForm | null
  done: 'feedback' | 'correction' | null
}

const RATINGS = ['很不满意', '不满意', '一般', '满意', '很满意']

/** One's own part in one activity, with every figure's source; what one thinks of it; what is wrong about it. */
export function RecordPage({ record, form, done }: RecordPageProps) {
  const { activity, corrections } = record
  const isOpen = corrections.some(({ status }) => status === 'open')
  return (
    <div className="wrap">
      <div className="narrow stack">
        <h1>我的记录</h1>
        <p>
          <a href={`/activities/${activity.id}`}>{activity.title}</a>
        </p>
        {done && (
          <div className="notice" role="status">
            {done === 'feedback' ? '已收到您的反馈，谢谢。' : '已提交申请，活动组织单位答复后会显示在这里。'}
          </div>
        )}
        <Facts record={record} />
        {record.attendance === 'present' && <Feedback record={record} form={form?.form === 'feedback' ? form : null} />}
        <section className="card stack-s" aria-labelledby="correction">
          <h2 id="correction">记录有误？</h2>
          {corrections.map((correction) => (
            <Answered key={correction.id} correction={correction} />
          ))}
          {!isOpen && <Wish id={record.id} form={form?.form === 'correction' ? form : null} />}
        </section>
        <p>
          <a href="/me">返回我的报名</a>
        </p>
      </div>
    </div>
  )
}

function Facts({ record }: { record: MyRecord }) {
  const {
    activity,
    attendance,
    minutes,
    minutesSource,
    checkedInAt,
    checkedOutAt,
    method,
    evaluation,
    evaluatedAt,
    evaluationNote,
  } = record
  const now = useNow()
  const facts: [string, string | null][] = [
    ['时间', formatSpan(activity.startsAt, activity.endsAt, now)],
    ['地点', activity.place],
    ['组织单位', activity.unit.name],
    ['到场', ATTENDANCES[attendance]],
    ['签到', checkedInAt && `${formatTime(checkedInAt, now)}${method ? `（${CHECK_IN_METHODS[method]}）` : ''}`],
    ['签退', checkedOutAt && formatTime(checkedOutAt, now)],
    [
      '服务时长',
      minutes === null || minutesSource === null ? null : `${minutes} 分钟（来源：${MINUTES_SOURCES[minutesSource]}）`,
    ],
    ['服务评价', evaluation && `${EVALUATIONS[evaluation]}${evaluatedAt ? `（${formatDate(evaluatedAt)}）` : ''}`],
    ['评语', evaluationNote],
  ]
  return (
    <dl className="details card">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Feedback({ record, form }: { record: MyRecord; form: RecordForm | null }) {
  const rating = form?.values.rating ?? (record.rating === null ? '' : String(record.rating))
  const [ratingError, textError] = [form?.errors.rating, form?.errors.text]
  return (
    <section className="card stack-s" aria-labelledby="feedback">
      <h2 id="feedback">您觉得这场活动怎么样？</h2>
      <p className="small soft">自愿填写，只有活动组织单位及其上级能看到，不公开。</p>
      <form method="post" action={`/me/registrations/${record.id}/feedback`} className="stack-s" noValidate>
        <fieldset className="field" aria-describedby={ratingError ? 'e-rating' : undefined}>
          <legend>评分</legend>
          <div className="choices">
            {RATINGS.map((label, index) => (
              <label key={label} className="check">
                <input type="radio" name="rating" value={index + 1} defaultChecked={rating === String(index + 1)} />
                <span>
                  {index + 1} {label}
                </span>
              </label>
            ))}
          </div>
          {ratingError && (
            <p id="e-rating" className="field-error">
              {ratingError}
            </p>
          )}
        </fieldset>
        <div className="field">
          <label htmlFor="f-text">意见（选填）</label>
          <textarea
            id="f-text"
            name="text"
            rows={3}
            maxLength={MAX_WISH}
            defaultValue={form?.values.text ?? record.feedback}
            aria-invalid={textError ? true : undefined}
            aria-describedby={textError ? 'e-text' : undefined}
          />
          {textError && (
            <p id="e-text" className="field-error">
              {textError}
            </p>
          )}
        </div>
        <FormError form={form} />
        <button className="button button-primary button-wide">
          {record.rating === null ? '提交反馈' : '更新反馈'}
        </button>
      </form>
    </section>
  )
}

function Wish({ id, form }: { id: string; form: RecordForm | null }) {
  const error = form?.errors.wish
  return (
    <form method="post" action={`/me/registrations/${id}/correction`} className="stack-s" noValidate>
      <div className="field">
        <label htmlFor="f-wish">写明哪里不对、应当怎样</label>
        <textarea
          id="f-wish"
          name="wish"
          rows={3}
          maxLength={MAX_WISH}
          defaultValue={form?.values.wish}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'e-wish' : undefined}
        />
        {error && (
          <p id="e-wish" className="field-error">
            {error}
          </p>
        )}
      </div>
      <FormError form={form} />
      <button className="button button-wide">申请更正</button>
    </form>
  )
}

function FormError({ form }: { form: RecordForm | null }) {
  return form?.errors.form ? (
    <div className="notice notice-error" role="alert">
      {form.errors.form}
    </div>
  ) : null
}
