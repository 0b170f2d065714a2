import { useRef, useState } from 'react'
import { download, Refused, save, type Received } from './download.ts'
import { EXPORT_TEXTS } from './texts.ts'

export interface Download {
  isRunning: boolean
  start: (address: string) => Promise<void>
  cancel: () => void
  received: Received | 'waiting' | null
  outcome: { text: string; isFailed: boolean } | null
}

/** Fetches a file, says how far it has come, and saves nothing that is not whole. */
export function useDownload(): Download {
  const [received, setReceived] = useState<Received | 'waiting' | null>(null)
  const [outcome, setOutcome] = useState<Download['outcome']>(null)
  const under = useRef<AbortController | null>(null)
  const start = async (address: string) => {
    if (under.current) return
    const { signal } = (under.current = new AbortController())
    setOutcome(null)
    setReceived('waiting')
    try {
      const file = await download(address, signal, setReceived)
      save(file)
      setOutcome({ text: EXPORT_TEXTS.saved(file.total, file.leftOut), isFailed: false })
    } catch (error) {
      const text = signal.aborted ? EXPORT_TEXTS.cancelled : error instanceof Refused ? error.sentence : null
      setOutcome({ text: text ?? EXPORT_TEXTS.broken, isFailed: !signal.aborted })
    } finally {
      under.current = null
      setReceived(null)
    }
  }
  return { isRunning: received !== null, start, cancel: () => under.current?.abort(), received, outcome }
}

/** How far it has come, the way to cancel it, and how it ended. */
export function DownloadStatus({ of: { received, outcome, cancel } }: { of: Download }) {
  return (
    <>
      <p role="status" className={received || (outcome && !outcome.isFailed) ? 'xf-notice' : undefined}>
        {received === 'waiting'
          ? EXPORT_TEXTS.waiting
          : received
            ? EXPORT_TEXTS.received(received.total, received.bytes, received.rows)
            : outcome?.isFailed === false && outcome.text}
      </p>
      {outcome?.isFailed && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {outcome.text}
        </p>
      )}
      {received && (
        <button type="button" className="xf-button" onClick={cancel}>
          {EXPORT_TEXTS.cancel}
        </button>
      )}
    </>
  )
}
