'use client'
import { useDocumentInfo, useField, useFormFields } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'
import { useState } from 'react'
import { TextInput } from '../signUps/TextInput.tsx'
import { PUBLISHING_TEXTS } from './texts.ts'
import { useIsMoved, useTold } from './useTold.ts'

/**
 * Asked for once time or place of a published activity is changed that people signed up for. An activity that is
 * resumed may have been moved in an earlier edit, which the server alone knows: it asks by refusing.
 */
export function ChangeReason({ path }: TextFieldClientProps) {
  const { id } = useDocumentInfo()
  const stored = useFormFields(([{ status }]) => status?.initialValue)
  return id !== undefined && (stored === 'published' || stored === 'cancelled') ? (
    <Asked key={stored} id={String(id)} path={path} isPublished={stored === 'published'} />
  ) : null
}

function Asked({ id, path, isPublished }: { id: string; path: string; isPublished: boolean }) {
  const told = useTold(id)
  const isMoved = useIsMoved() && isPublished
  const { value, setValue, showError, errorMessage } = useField<string | null>({ path })
  // The form forgets a refusal while somebody types.
  const [isAnswered, setAnswered] = useState(false)
  if (!(isMoved || showError || isAnswered) || told === null || told === 0) return null
  return (
    <div className="xf-publishing xf-publishing__move">
      <p className="xf-notice">{PUBLISHING_TEXTS.willTellOfChange(told)}</p>
      <TextInput
        label={PUBLISHING_TEXTS.changeReason}
        value={value ?? ''}
        hint={PUBLISHING_TEXTS.changeReasonHint}
        problem={showError ? errorMessage : undefined}
        onChange={(text) => {
          setAnswered(!isMoved)
          setValue(text)
        }}
      />
    </div>
  )
}
