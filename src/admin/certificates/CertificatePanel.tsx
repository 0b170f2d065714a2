'use client'
import { useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { useState, type FormEvent } from 'react'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { TextInput } from '../signUps/TextInput.tsx'
import { revokeCertificate } from './calls.ts'
import { PANEL_TEXTS } from './texts.ts'

/** Above a certificate: whether it stands, its file, and the way to revoke it. */
export function CertificatePanel() {
  const { id } = useDocumentInfo()
  const number = useFormFields(([fields]) => fields.number?.value as string | undefined)
  const revokedAt = useFormFields(([fields]) => fields.revokedAt?.value as string | undefined)
  if (id === undefined || !number) return null
  return (
    <section className="xf-publishing">
      <div className="xf-publishing__status">
        <span className={`xf-badge xf-badge--${revokedAt ? 'cancelled' : 'published'}`}>
          {revokedAt ? PANEL_TEXTS.revoked : PANEL_TEXTS.valid}
        </span>
        <span>{revokedAt ? PANEL_TEXTS.revokedAt(formatDateTime(revokedAt)) : PANEL_TEXTS.validHint}</span>
      </div>
      <div className="xf-form__buttons">
        {!revokedAt && (
          <a className="xf-button" href={PATHS.certificateFile(String(id))}>
            {PANEL_TEXTS.download}
          </a>
        )}
        <a className="xf-button" href={PATHS.verification(number)} target="_blank" rel="noreferrer">
          {PANEL_TEXTS.verification}
        </a>
      </div>
      {!revokedAt && <Revocation id={String(id)} />}
    </section>
  )
}

function Revocation({ id }: { id: string }) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const [isSending, setIsSending] = useState(false)
  const submit = async () => {
    setIsSending(true)
    const answer = await revokeCertificate(id, reason)
    if (answer.ok) return window.location.reload()
    setIsSending(false)
    setProblem(answer.fields.reason ?? answer.detail)
  }
  // The panel stands inside Payload's own form, and forms do not nest.
  return (
    <div
      className="xf-form"
      role="group"
      aria-label={PANEL_TEXTS.revoke}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      onChange={(event: FormEvent) => event.stopPropagation()}
    >
      <TextInput
        label={PANEL_TEXTS.reason}
        value={reason}
        hint={PANEL_TEXTS.reasonHint}
        problem={problem}
        onChange={setReason}
      />
      <button type="button" className="xf-button xf-button--danger" disabled={isSending} onClick={() => void submit()}>
        {PANEL_TEXTS.revoke}
      </button>
    </div>
  )
}
