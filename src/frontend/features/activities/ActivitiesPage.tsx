import type { ActivitySummary } from '../../../domain/activities/views.ts'
import type { Page } from '../../../domain/shared/views.ts'
import { LINES, optionsOf, THEMES } from '../../../domain/shared/vocabulary.ts'
import { ActivityCard } from '../../shared/ActivityCard.tsx'
import { Bee } from '../../shared/icons.tsx'
import { Pages } from '../../shared/Pages.tsx'

export type Filters = Partial<Record<(typeof ORDER)[number], string>>

export interface ActivitiesPageProps {
  filters: Filters
  errors: Record<string, string>
  towns: { id: string; name: string }[]
  found: Page<ActivitySummary>
}

const ORDER = ['line', 'theme', 'unit', 'from', 'to', 'when', 'open', 'q', 'sort'] as const

/** The address of a filtered list, the same for the same filters in whatever order they came. */
export function hrefOf(filters: Filters, page = 1): string {
  const query = new URLSearchParams(ORDER.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])))
  if (page > 1) query.set('page', String(page))
  return query.size > 0 ? `/activities?${query.toString()}` : '/activities'
}

export function ActivitiesPage({ filters, errors, towns, found }: ActivitiesPageProps) {
  const { docs, page, totalPages, totalDocs } = found
  return (
    <div className="wrap stack">
      <div className="section-head">
        <h1>活动</h1>
        <p className="soft" role="status">
          共 {totalDocs} 场{totalPages > 1 ? `，第 ${page} / ${totalPages} 页` : ''}
        </p>
      </div>
      {Object.keys(errors).length > 0 && (
        <div className="notice notice-error" role="alert">
          {Object.values(errors)[0]}
        </div>
      )}
      <Shortcuts filters={filters} />
      <FilterForm filters={filters} towns={towns} isOpen={Object.keys(errors).length > 0} />
      {/* A shortcut that is on says it already. */}
      {!SHORTCUTS.some((shortcut) => isSame(shortcut.filters, filters)) && <Chosen filters={filters} towns={towns} />}
      {docs.length === 0 ? (
        <div className="card empty">
          <Bee />
          <p>没有符合条件的活动。</p>
          <p>
            <a className="button" href="/activities?open=true">
              看看现在能报的活动
            </a>
          </p>
        </div>
      ) : (
        <section className="stack" aria-labelledby="found">
          <h2 className="visually-hidden" id="found">
            活动列表
          </h2>
          <ul className="cards">
            {docs.map((activity) => (
              <ActivityCard key={activity.id} activity={activity} />
            ))}
          </ul>
        </section>
      )}
      <Pages page={page} totalPages={totalPages} hrefOf={(to) => hrefOf(filters, to)} />
    </div>
  )
}

/** Closed once it has filtered: the chosen filters stand below, and the results come first. */
function FilterForm({ filters, towns, isOpen }: Pick<ActivitiesPageProps, 'filters' | 'towns'> & { isOpen: boolean }) {
  return (
    <details className="card filter-box" open={isOpen}>
      <summary>筛选与搜索</summary>
      <form className="filters" method="get" action="/activities" role="search" data-auto>
        <div className="field wide">
          <label htmlFor="q">搜索活动名称或地点</label>
          <input id="q" name="q" type="search" defaultValue={filters.q} maxLength={60} />
        </div>
        <Choice name="line" label="活动品牌" value={filters.line} options={optionsOf(LINES)} />
        <Choice name="theme" label="主题" value={filters.theme} options={optionsOf(THEMES)} />
        <Choice
          name="unit"
          label="镇街"
          value={filters.unit}
          options={towns.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <div className="field">
          <label htmlFor="from">从哪天起</label>
          <input id="from" name="from" type="date" defaultValue={filters.from} />
        </div>
        <div className="field">
          <label htmlFor="to">到哪天止</label>
          <input id="to" name="to" type="date" defaultValue={filters.to} />
        </div>
        <div className="field">
          <label htmlFor="when">哪些场次</label>
          <select id="when" name="when" defaultValue={filters.when ?? ''}>
            <option value="">还没结束的，最近的在前</option>
            <option value="past">已结束的</option>
            <option value="all">全部</option>
          </select>
        </div>
        <label className="check">
          <input type="checkbox" name="open" value="true" defaultChecked={filters.open === 'true'} />
          <span>只看现在可报名</span>
        </label>
        <button className="button button-primary">查找</button>
      </form>
    </details>
  )
}

function Choice({
  name,
  label,
  value,
  options,
}: {
  name: string
  label: string
  value: string | undefined
  options: { value: string; label: string }[]
}) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} name={name} defaultValue={value ?? ''}>
        <option value="">不限</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

const SHORTCUTS: { label: string; filters: Filters }[] = [
  { label: '近期活动', filters: {} },
  { label: '现在可报名', filters: { open: 'true' } },
  ...optionsOf(THEMES).map(({ value, label }) => ({ label, filters: { line: 'riders', theme: value, open: 'true' } })),
  { label: '往期', filters: { when: 'past' } },
]

const isSame = (one: Filters, other: Filters): boolean => hrefOf(one) === hrefOf(other)

/** The filters that are used most, one tap away. */
function Shortcuts({ filters }: Pick<ActivitiesPageProps, 'filters'>) {
  return (
    <nav aria-label="常用筛选">
      <ul className="shortcuts">
        {SHORTCUTS.map((shortcut) => (
          <li key={shortcut.label}>
            <a href={hrefOf(shortcut.filters)} aria-current={isSame(shortcut.filters, filters) ? 'true' : undefined}>
              {shortcut.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The chosen filters, each a link that takes it away. */
function Chosen({ filters, towns }: Pick<ActivitiesPageProps, 'filters' | 'towns'>) {
  const named: Record<string, string | undefined> = {
    line: LINES[filters.line as keyof typeof LINES],
    theme: THEMES[filters.theme as keyof typeof THEMES],
    unit: towns.find(({ id }) => id === filters.unit)?.name,
    from: filters.from && `${filters.from} 起`,
    to: filters.to && `${filters.to} 止`,
    when: filters.when === 'past' ? '已结束的' : filters.when === 'all' ? '全部场次' : undefined,
    open: filters.open === 'true' ? '现在可报名' : undefined,
    q: filters.q && `“${filters.q}”`,
  }
  const chosen = Object.entries(named).filter(([, label]) => label)
  if (chosen.length === 0) return null
  return (
    <ul className="chosen" aria-label="已选条件">
      {chosen.map(([name, label]) => (
        <li key={name}>
          <a href={hrefOf({ ...filters, [name]: undefined })}>
            {label}
            <span aria-hidden="true">×</span>
            <span className="visually-hidden">，移除此条件</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
