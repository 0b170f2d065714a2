'use client'
import { FieldDescription, FieldError, FieldLabel, useField, withCondition } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'

/**
 * The password until now, unseen while it is typed; password managers fill it in. Payload's own field would show no
 * hint, and judge it as a new one.
 */
export const CurrentPassword = withCondition(function CurrentPassword({ path, field, readOnly }: TextFieldClientProps) {
  const { value, setValue, showError, disabled } = useField<string | null>({ path })
  const id = `field-${path}`
  return (
    <div className={`field-type password ${showError ? 'error' : ''}`}>
      <FieldLabel htmlFor={id} label={field.label} path={path} required={false} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <input
          id={id}
          name={path}
          type="password"
          autoComplete="current-password"
          value={value ?? ''}
          readOnly={readOnly === true || disabled}
          aria-invalid={showError}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
      <FieldDescription description={field.admin?.description ?? ''} path={path} />
    </div>
  )
})
