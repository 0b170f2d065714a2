import { Link } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import { byDay, daysOf, weekdayOf } from '../../domain/activities/month.ts'
import { addMonths, isMonth, monthOf } from '../../domain/shared/months.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { formatClock } from '../../domain/shared/dates.ts'
import { ACTIVITY_STATUSES } from '../../domain/shared/vocabulary.ts'
import { festivalOf } from '../../domain/shared/workdays.ts'
import { listMonth, type MonthActivity } from '../../operations/activities/listMonth.ts'
import { listOwnUnits, type UnitChoice } from '../../operations/units/listOwnUnits.ts'
import { askedId } from '../askedId.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { UnitOptions } from '../UnitOptions.tsx'
import { CALENDAR_TEXTS } from './texts.ts'

/** As many of a day are shown at once; the rest unfolds. */
const SHOWN = 5

/** The month of the own subtree, with `?month=2026-01&unit=` another, of one unit with all below it. */
export async function CalendarView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const now = new Date()
  const asked = view.searchParams ?? {}
  const month = isMonth(asked.month) ? asked.month : monthOf(now)
  const unit = askedId(asked.unit) ?? undefined
  requireLogIn(req, PATHS.calendar(month, unit))
  const [activities, units] = [await listMonth(req, { month, unit }), await listOwnUnits(req)]
  const days = byDay(activities)
  const to = (months: number): string => PATHS.calendar(addMonths(month, months), unit)
  return (
    <Screen
      view={view}
      title={CALENDAR_TEXTS.title}
      intro={CALENDAR_TEXTS.intro}
      aside={
        <nav className="xf-head__buttons" aria-label={CALENDAR_TEXTS.month}>
          <Link className="xf-button" href={to(-1)}>
            {CALENDAR_TEXTS.earlier}
          </Link>
          <Link className="xf-button" href={PATHS.calendar(undefined, unit)}>
            {CALENDAR_TEXTS.thisMonth}
          </Link>
          <Link className="xf-button" href={to(1)}>
            {CALENDAR_TEXTS.later}
          </Link>
        </nav>
      }
    >
      <Choice month={month} unit={unit} units={units} />
      <h2 className="xf-calendar__month">{CALENDAR_TEXTS.heading(month, activities.length)}</h2>
      <div className="xf-calendar">
        <div className="xf-calendar__weekdays" aria-hidden="true">
          {CALENDAR_TEXTS.weekdays.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
        <ol>
          {daysOf(month).map((day) => (
            <Day key={day} day={day} today={dayOf(now)} activities={days.get(day) ?? []} />
          ))}
        </ol>
      </div>
    </Screen>
  )
}

function Choice({ month, unit, units }: { month: string; unit: string | undefined; units: UnitChoice[] }) {
  return (
    <form className="xf-calendar__choice" action={PATHS.calendar()}>
      <label className="xf-field">
        <span>{CALENDAR_TEXTS.month}</span>
        <input type="month" name="month" defaultValue={month} required />
      </label>
      <label className="xf-field">
        <span>{CALENDAR_TEXTS.unit}</span>
        <select name="unit" defaultValue={unit ?? ''}>
          <option value="">{CALENDAR_TEXTS.allUnits}</option>
          <UnitOptions units={units} />
        </select>
      </label>
      <button type="submit" className="xf-button">
        {CALENDAR_TEXTS.show}
      </button>
    </form>
  )
}

function Day({ day, today, activities }: { day: string; today: string; activities: MonthActivity[] }) {
  const festival = festivalOf(day)
  const [first, rest] = [activities.slice(0, SHOWN), activities.slice(SHOWN)]
  const isEmpty = activities.length === 0 && festival === null && day !== today
  return (
    <li
      className={`xf-calendar__day xf-calendar__day--${weekdayOf(day)}${isEmpty ? ' xf-calendar__day--empty' : ''}`}
      aria-current={day === today ? 'date' : undefined}
    >
      <h3>
        <span className="xf-calendar__number">{Number(day.slice(8))}</span>
        <span className="xf-calendar__name xf-visually-hidden">
          {CALENDAR_TEXTS.day(day)} {CALENDAR_TEXTS.weekdays[weekdayOf(day) - 1]}
        </span>
        {day === today && <span className="xf-badge xf-badge--published">{CALENDAR_TEXTS.today}</span>}
        {festival !== null && (
          <span className={`xf-badge${festival.isOff ? ' xf-badge--soon' : ''}`}>
            {festival.isOff ? CALENDAR_TEXTS.off(festival.name) : CALENDAR_TEXTS.worked(festival.name)}
          </span>
        )}
      </h3>
      {first.length > 0 && <Activities activities={first} />}
      {rest.length > 0 && (
        <details>
          <summary>{CALENDAR_TEXTS.more(rest.length)}</summary>
          <Activities activities={rest} />
        </details>
      )}
      {day >= today && (
        <Link
          className="xf-calendar__add"
          href={PATHS.newActivityOn(day)}
          aria-label={CALENDAR_TEXTS.addOn(CALENDAR_TEXTS.day(day))}
        >
          ＋ {CALENDAR_TEXTS.add}
        </Link>
      )}
    </li>
  )
}

function Activities({ activities }: { activities: MonthActivity[] }) {
  return (
    <ul>
      {activities.map(({ id, title, unit, startsAt, status }) => (
        <li key={id}>
          <Link className={`xf-calendar__activity xf-calendar__activity--${status}`} href={PATHS.activity(id)}>
            <time dateTime={startsAt}>{formatClock(startsAt)}</time> <span>{title}</span>
            {status !== 'published' && (
              <span className={`xf-badge xf-badge--${status}`}>{ACTIVITY_STATUSES[status]}</span>
            )}
            <small>{unit}</small>
          </Link>
        </li>
      ))}
    </ul>
  )
}
