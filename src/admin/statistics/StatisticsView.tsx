import { Link } from '@payloadcms/ui'
import type { AdminViewServerProps, PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { addMonths, monthInWords, monthOf, monthsBetween } from '../../domain/shared/months.ts'
import { countedQuerySchema, type CountedQuery } from '../../domain/desk/requests.ts'
import { FIGURES, type Figure, type UnitInTree } from '../../domain/desk/statistics.ts'
import { getStatistics, type Statistics as Shown } from '../../operations/desk/getStatistics.ts'
import { listCounted, type Counted } from '../../operations/desk/listCounted.ts'
import { PATHS, type StatisticsAddress } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { CountedList } from './CountedList.tsx'
import { Statistics } from './Statistics.tsx'
import { STATISTICS_TEXTS as TEXTS } from './texts.ts'

/** The figures of the own subtree by unit and month; with `?list=1` the activities behind one of its numbers. */
export async function StatisticsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  requireLogIn(req, PATHS.statistics())
  const { list, ...given } = Object.fromEntries(
    Object.entries(view.searchParams ?? {}).filter(([, value]) => typeof value === 'string' && value !== ''),
  ) as Record<string, string>
  const now = new Date()
  const answer = await answerTo(req, given, list !== undefined, now)
  if ('problem' in answer)
    return (
      <Screen view={view} title={TEXTS.title} intro={TEXTS.intro}>
        <p className="xf-notice xf-notice--failed" role="alert">
          {answer.problem}
        </p>
        <Link className="xf-button" href={PATHS.statistics()}>
          {TEXTS.back}
        </Link>
      </Screen>
    )
  if ('counted' in answer) {
    const { counted, query } = answer
    const { figure, unit, isOwn, months } = counted
    const name = isOwn ? TEXTS.own(unit.name) : unit.name
    return (
      <Screen
        view={view}
        title={TEXTS.listOf(FIGURES[figure], name)}
        intro={`${spanOf(months)}${query.only ? `，${TEXTS.onlyInTime}` : ''}`}
        aside={
          <Link className="xf-button" href={PATHS.statistics({ figure })} prefetch={false}>
            {TEXTS.back}
          </Link>
        }
      >
        <CountedList counted={counted} hrefOf={(page) => PATHS.counted({ ...query, page: page === 1 ? null : page })} />
      </Screen>
    )
  }
  const { statistics } = answer
  const { figure, unit, months, path } = statistics
  const asked = { figure, unit: unit.id, from: months[0] ?? null, to: months.at(-1) ?? null }
  return (
    <Screen
      view={view}
      title={TEXTS.title}
      intro={TEXTS.intro}
      aside={
        <div className="xf-head__buttons">
          {(['xlsx', 'csv'] as const).map((format) => (
            <a key={format} className="xf-button" href={PATHS.statisticsFile({ ...asked, format })} download>
              {format === 'xlsx' ? TEXTS.excel : TEXTS.csv}
            </a>
          ))}
        </div>
      }
    >
      <div className="xf-statistics">
        <Choices asked={asked} path={path} now={now} />
        <p className="xf-hint">{TEXTS.explains[figure]}</p>
        <Statistics statistics={statistics} />
      </div>
    </Screen>
  )
}

type Answer = { problem: string } | { statistics: Shown } | { counted: Counted; query: CountedQuery }

async function answerTo(
  req: PayloadRequest,
  given: Record<string, string>,
  isList: boolean,
  now: Date,
): Promise<Answer> {
  const parsed = countedQuerySchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([name]) => name in countedQuerySchema.shape)),
  )
  if (!parsed.success) return { problem: parsed.error.issues[0]?.message ?? '' }
  const query = parsed.data
  try {
    return isList
      ? { counted: await listCounted(req, query, now), query }
      : { statistics: await getStatistics(req, query, now) }
  } catch (error) {
    if (error instanceof AppError) return { problem: error.message }
    throw error
  }
}

const spanOf = (months: string[]): string => {
  const [from = '', to = from] = [months[0], months.at(-1)]
  return from === to ? monthInWords(from) : `${monthInWords(from)}至${monthInWords(to, from)}`
}

const YEARS_SHOWN = 5

/** Those to choose from, the newest first, with the one that is chosen: few browsers have a field for months. */
const monthsBefore = (month: string, chosen: string | null | undefined): string[] =>
  [...new Set([...monthsBetween(addMonths(month, -12 * YEARS_SHOWN), month), chosen ?? month])].toSorted().toReversed()

interface ChoicesProps {
  asked: StatisticsAddress
  path: UnitInTree[]
  now: Date
}

/** Which figure, of which unit, in which months: all in the address, so that it can be kept and sent on. */
function Choices({ asked, path, now }: ChoicesProps) {
  const month = monthOf(now)
  const [year, before] = [month.slice(0, 4), addMonths(month, -12).slice(0, 4)]
  const spans = {
    thisYear: { from: `${year}-01`, to: month },
    lastYear: { from: `${before}-01`, to: `${before}-12` },
    twelve: { from: addMonths(month, -11), to: month },
  }
  return (
    <>
      <nav className="xf-choices" aria-label={TEXTS.figures}>
        {(Object.keys(FIGURES) as Figure[]).map((figure) => (
          <Link
            key={figure}
            href={PATHS.statistics({ ...asked, figure })}
            prefetch={false}
            aria-current={figure === asked.figure ? 'true' : undefined}
          >
            {FIGURES[figure]}
          </Link>
        ))}
      </nav>
      <form className="xf-card xf-span" method="get" action={PATHS.statistics()}>
        <input type="hidden" name="figure" value={asked.figure ?? ''} />
        <input type="hidden" name="unit" value={asked.unit ?? ''} />
        {(['from', 'to'] as const).map((name) => (
          <label key={name} className="xf-field">
            <span>{TEXTS[name]}</span>
            <select key={asked[name]} name={name} defaultValue={asked[name] ?? ''}>
              {monthsBefore(month, asked[name]).map((one) => (
                <option key={one} value={one}>
                  {monthInWords(one)}
                </option>
              ))}
            </select>
          </label>
        ))}
        <div className="xf-form__buttons">
          <button className="xf-button xf-button--primary">{TEXTS.show}</button>
          {(Object.keys(spans) as (keyof typeof spans)[]).map((name) => (
            <Link
              key={name}
              className="xf-button"
              href={PATHS.statistics({ ...asked, ...spans[name] })}
              prefetch={false}
            >
              {TEXTS.spans[name]}
            </Link>
          ))}
        </div>
      </form>
      {path.length > 1 && (
        <nav className="xf-path" aria-label={TEXTS.path}>
          {path.map(({ id, name }) =>
            id === asked.unit ? (
              <span key={id} aria-current="true">
                {name}
              </span>
            ) : (
              <Link key={id} href={PATHS.statistics({ ...asked, unit: id })} prefetch={false}>
                {name}
              </Link>
            ),
          )}
        </nav>
      )}
    </>
  )
}
