import { EXPORT_TEXTS } from './texts.ts'

export interface ColumnChoice {
  name: string
  heading: string
}

interface Props {
  columns: ColumnChoice[]
  standard: string[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** Which columns a file has, and in which order; by keys and taps alike. */
export function ColumnChooser({ columns, standard, chosen, onChange }: Props) {
  const headingOf = (name: string): string => columns.find((column) => column.name === name)?.heading ?? name
  const left = columns.filter(({ name }) => !chosen.includes(name))
  const move = (name: string, by: 1 | -1) => {
    const from = chosen.indexOf(name)
    const next = chosen.filter((other) => other !== name)
    next.splice(from + by, 0, name)
    onChange(next)
  }
  return (
    <details className="xf-file-columns">
      <summary>{EXPORT_TEXTS.columns(chosen.length, chosen.slice(0, 4).map(headingOf))}</summary>
      <ol aria-label={EXPORT_TEXTS.chosen}>
        {chosen.map((name, index) => (
          <li key={name}>
            <span>{headingOf(name)}</span>
            <button
              type="button"
              aria-label={EXPORT_TEXTS.up(headingOf(name))}
              disabled={index === 0}
              onClick={() => move(name, -1)}
            >
              ↑
            </button>
            <button
              type="button"
              aria-label={EXPORT_TEXTS.down(headingOf(name))}
              disabled={index === chosen.length - 1}
              onClick={() => move(name, 1)}
            >
              ↓
            </button>
            <button
              type="button"
              aria-label={EXPORT_TEXTS.without(headingOf(name))}
              disabled={chosen.length === 1}
              onClick={() => onChange(chosen.filter((other) => other !== name))}
            >
              ×
            </button>
          </li>
        ))}
      </ol>
      {left.length > 0 && (
        <div className="xf-file-columns__more" role="group" aria-label={EXPORT_TEXTS.moreColumns}>
          <span>{EXPORT_TEXTS.moreColumns}</span>
          {left.map(({ name, heading }) => (
            <button key={name} type="button" onClick={() => onChange([...chosen, name])}>
              ＋ {heading}
            </button>
          ))}
        </div>
      )}
      <button type="button" className="xf-file-columns__reset" onClick={() => onChange(standard)}>
        {EXPORT_TEXTS.standardColumns}
      </button>
    </details>
  )
}
