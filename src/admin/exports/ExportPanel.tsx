'use client'
import { useState } from 'react'
import { ColumnChooser, type ColumnChoice } from './ColumnChooser.tsx'
import { EXPORT_TEXTS } from './texts.ts'
import { DownloadStatus, useDownload } from './useDownload.tsx'

interface Props {
  title: string
  /** Says which rows the file has: those of the list. */
  hint: string
  /** The call, and the filters of the list that stands on the screen. */
  path: string
  filters: Record<string, string>
  columns: ColumnChoice[]
  standard: string[]
}

/** Exports the list on the screen as it is filtered there. */
export function ExportPanel({ title, hint, path, filters, columns, standard }: Props) {
  const [chosen, setChosen] = useState(standard)
  const file = useDownload()
  const fetchAs = (format: 'xlsx' | 'csv') =>
    void file.start(`${path}?${new URLSearchParams({ ...filters, format, fields: chosen.join(',') })}`)
  return (
    <details className="xf-card xf-export">
      <summary>{title}</summary>
      <div className="xf-form">
        <p className="xf-hint">{hint}</p>
        <ColumnChooser columns={columns} standard={standard} chosen={chosen} onChange={setChosen} />
        <div className="xf-form__buttons">
          <button
            type="button"
            className="xf-button xf-button--primary"
            disabled={file.isRunning}
            onClick={() => fetchAs('xlsx')}
          >
            {EXPORT_TEXTS.asXlsx}
          </button>
          <button type="button" className="xf-button" disabled={file.isRunning} onClick={() => fetchAs('csv')}>
            {EXPORT_TEXTS.asCsv}
          </button>
        </div>
        <DownloadStatus of={file} />
      </div>
    </details>
  )
}
