import { scaleBand, scaleLinear } from 'd3-scale'
import { monthInWords } from '../domain/shared/months.ts'

/** Of docs/visual-language.md, told apart by shape and lightness as well: filled bars, a broken line with rings. */
const COLOURS = { bars: '#0b6b57', line: '#7a4d00', text: '#4b5f5a', grid: '#e2dccb', ground: '#ffffff' }
const [WIDTH, HEIGHT] = [360, 210]
const MARGIN = { top: 12, right: 8, bottom: 36, left: 44 }
/** Names of months that fit beside each other. */
const NAMES_AT_MOST = 7

const number = new Intl.NumberFormat('zh-CN')

export interface MonthValue {
  month: string
  value: number
  /** The same month a year before; left out where there was nothing. */
  before?: number | undefined
}

interface Props {
  /** Unique on its page. */
  id: string
  title: string
  /** In the unit that the title names. */
  months: MonthValue[]
  legend?: { bars: string; line: string }
}

/** Of the year before there may be nothing at all. */
const hasBefore = (months: MonthValue[]): boolean => months.some(({ before }) => before !== undefined)

/** Bars by month, with a line for the year before: drawn without a script, beside a table that says the same. */
export function MonthChart({ id, title, months, legend }: Props) {
  const x = scaleBand(
    months.map(({ month }) => month),
    [MARGIN.left, WIDTH - MARGIN.right],
  ).padding(0.3)
  const y = scaleLinear(
    [0, Math.max(1, ...months.flatMap(({ value, before }) => [value, before ?? 0]))],
    [HEIGHT - MARGIN.bottom, MARGIN.top],
  ).nice(4)
  const middle = (month: string): number => (x(month) ?? 0) + x.bandwidth() / 2
  // A month of which nothing is known has no ring: a 0 would be another thing.
  const line = months.flatMap(({ month, before }) => (before === undefined ? [] : [{ month, before }]))
  const named = Math.ceil(months.length / NAMES_AT_MOST)
  return (
    <figure className="month-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title id={id}>{title}</title>
        {y
          .ticks(4)
          .filter(Number.isInteger)
          .map((tick) => (
            <g key={tick} fill={COLOURS.text} fontSize="12" textAnchor="end">
              <line x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={y(tick)} y2={y(tick)} stroke={COLOURS.grid} />
              <text x={MARGIN.left - 6} y={y(tick) + 4}>
                {number.format(tick)}
              </text>
            </g>
          ))}
        {months.map(({ month, value }) => (
          <rect
            key={month}
            x={x(month)}
            width={x.bandwidth()}
            y={y(value)}
            height={y(0) - y(value)}
            fill={COLOURS.bars}
          />
        ))}
        {hasBefore(months) && (
          <g fill={COLOURS.ground} stroke={COLOURS.line} strokeWidth="2">
            <polyline
              points={line.map(({ month, before }) => `${middle(month)},${y(before)}`).join(' ')}
              fill="none"
              strokeDasharray="5 3"
            />
            {line.map(({ month, before }) => (
              <circle key={month} cx={middle(month)} cy={y(before)} r="3" />
            ))}
          </g>
        )}
        <g fill={COLOURS.text} fontSize="12" textAnchor="middle">
          {months.map(
            ({ month }, index) =>
              index % named === 0 && (
                <text key={month} x={middle(month)} y={HEIGHT - 21}>
                  {monthInWords(month, month)}
                </text>
              ),
          )}
          {months.map(
            ({ month }, index) =>
              (index === 0 || month.endsWith('-01')) && (
                <text key={month} x={middle(month)} y={HEIGHT - 5}>
                  {month.slice(0, 4)}
                </text>
              ),
          )}
        </g>
      </svg>
      {legend && hasBefore(months) && (
        <figcaption>
          <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
            <rect x="4" width="16" height="12" fill={COLOURS.bars} />
          </svg>{' '}
          {legend.bars}{' '}
          <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
            <line x2="24" y1="6" y2="6" stroke={COLOURS.line} strokeWidth="2" strokeDasharray="5 3" />
            <circle cx="12" cy="6" r="3" fill={COLOURS.ground} stroke={COLOURS.line} strokeWidth="2" />
          </svg>{' '}
          {legend.line}
        </figcaption>
      )}
    </figure>
  )
}
