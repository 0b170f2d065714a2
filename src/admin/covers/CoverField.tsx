'use client'
import { useDocumentInfo } from '@payloadcms/ui'
import { useEffect, useState } from 'react'
import { coverAddress, coverOf, heightOf, type Cover } from '../../domain/activities/covers.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { readCover, setCover, takeCoverAway } from './calls.ts'
import { shrink } from './shrink.ts'
import { COVER_TEXTS } from './texts.ts'

/** The picture of an activity. It is stored at once, and by itself: the form around it is not saved with it. */
export function CoverField() {
  const { id, hasSavePermission } = useDocumentInfo()
  if (id === undefined) return <p className="xf-hint">{COVER_TEXTS.saveFirst}</p>
  return hasSavePermission === false ? null : <CoverPanel activity={String(id)} />
}

type Notice = { kind: 'done' | 'failed'; line: string }

function CoverPanel({ activity }: { activity: string }) {
  const [cover, setShown] = useState<Cover | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [alt, setAlt] = useState('')
  const [notice, setNotice] = useState<Notice | null>(null)
  const [isSending, setIsSending] = useState(false)

  // The form may be older than the picture: leaving a tab of it and coming back draws this anew.
  useEffect(() => {
    let isGone = false
    void readCover(activity).then((answer) => {
      if (answer.ok && !isGone) setShown(coverOf(answer.body.cover))
    })
    return () => {
      isGone = true
    }
  }, [activity])

  const upload = async () => {
    if (!file) return
    setIsSending(true)
    const small = await shrink(file)
    const answer = small === null ? null : await setCover(activity, { file: small, alt: alt.trim() })
    setIsSending(false)
    if (!answer?.ok) return setNotice({ kind: 'failed', line: answer?.detail ?? COVER_TEXTS.unreadable })
    setShown(answer.body)
    setFile(null)
    setAlt('')
    setNotice({ kind: 'done', line: COVER_TEXTS.done })
  }
  const remove = async () => {
    setIsSending(true)
    const answer = await takeCoverAway(activity)
    setIsSending(false)
    if (answer.ok) setShown(null)
    setNotice(answer.ok ? { kind: 'done', line: COVER_TEXTS.removed } : { kind: 'failed', line: answer.detail })
  }
  return (
    // Within Payload's form, which Enter would save.
    <section
      className="field-type xf-cover"
      onKeyDown={(event) => {
        const isText = event.target instanceof HTMLInputElement && event.target.type !== 'file'
        if (event.key === 'Enter' && isText) event.preventDefault()
      }}
    >
      <h3>{COVER_TEXTS.title}</h3>
      <p className="xf-hint">{COVER_TEXTS.hint}</p>
      {cover !== null && (
        <img src={coverAddress(activity, cover, 480)} alt={cover.alt} width={480} height={heightOf(cover, 480)} />
      )}
      <div className="xf-file">
        {/* The browser's own input speaks the browser's language. */}
        <label className="xf-button">
          {cover === null ? COVER_TEXTS.choose : COVER_TEXTS.change}
          <input
            key={cover?.name}
            type="file"
            className="xf-visually-hidden"
            accept="image/jpeg,image/png,image/webp"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </label>
        {cover !== null && (
          <button type="button" className="xf-button" disabled={isSending} onClick={() => void remove()}>
            {COVER_TEXTS.remove}
          </button>
        )}
        {file !== null && <span>{file.name}</span>}
      </div>
      {file !== null && (
        <>
          <TextInput label={COVER_TEXTS.alt} value={alt} hint={COVER_TEXTS.altHint} onChange={setAlt} />
          <button
            type="button"
            className="xf-button xf-button--primary"
            disabled={isSending || alt.trim().length < 2}
            onClick={() => void upload()}
          >
            {isSending ? COVER_TEXTS.uploading : COVER_TEXTS.upload}
          </button>
        </>
      )}
      <div role="status">{notice && <p className={`xf-notice xf-notice--${notice.kind}`}>{notice.line}</p>}</div>
    </section>
  )
}
