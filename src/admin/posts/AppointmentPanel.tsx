'use client'
import { useDocumentInfo, useFormFields } from '@payloadcms/ui'
import { PATHS } from '../paths.ts'
import { POST_TEXTS } from './texts.ts'

/** Above an appointment that has not ended: the way to where it is handed over, ended or confirmed. */
export function AppointmentPanel() {
  const { id } = useDocumentInfo()
  const unit = useFormFields(([fields]) => fields.unit?.value as string | undefined)
  const standing = useFormFields(([fields]) => fields.standing?.value as string | undefined)
  if (id === undefined || !unit || standing === 'ended') return null
  return (
    <div className="field-type xf-posts__panel">
      <a className="xf-button xf-button--primary" href={PATHS.posts(unit, String(id))}>
        {POST_TEXTS.handle}
      </a>
    </div>
  )
}
