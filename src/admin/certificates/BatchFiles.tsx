'use client'
import { DownloadStatus, useDownload } from '../exports/useDownload.tsx'
import { PATHS } from '../paths.ts'
import { BATCH_TEXTS } from './texts.ts'

/** The certificates of an activity, or of a unit's period, as files: all PDFs in a ZIP, or one to be printed. */
export function BatchFiles({ readBatch }: { readBatch: () => Record<string, string> | null }) {
  const file = useDownload()
  const fetchAs = (format: 'zip' | 'pdf') => {
    const batch = readBatch()
    if (batch) void file.start(`${PATHS.exportCertificates}?${new URLSearchParams({ ...batch, format })}`)
  }
  return (
    <div className="xf-batch" role="group" aria-label={BATCH_TEXTS.group}>
      <div className="xf-form__buttons">
        <button type="button" className="xf-button" disabled={file.isRunning} onClick={() => fetchAs('zip')}>
          {BATCH_TEXTS.zip}
        </button>
        <button type="button" className="xf-button" disabled={file.isRunning} onClick={() => fetchAs('pdf')}>
          {BATCH_TEXTS.print}
        </button>
      </div>
      <DownloadStatus of={file} />
    </div>
  )
}
