'use client'
import { FieldDescription, FieldError, FieldLabel, useField } from '@payloadcms/ui'
import type { DateFieldClientProps, TextFieldClientProps } from 'payload'

interface Props extends Pick<DateFieldClientProps | TextFieldClientProps, 'path' | 'readOnly'> {
  field: DateFieldClientProps['field'] | TextFieldClientProps['field']
  type: 'date' | 'datetime-local'
  /** Of the stored value, as the input takes it. */
  shown: (value: string) => string
  /** Of what was typed, as it is stored. */
  stored: (typed: string) => string | null
}

/** The browser's own input for days and times, which knows no time zone: what it shows and takes is the county's. */
export function DateInput({ path, field, readOnly, type, shown, stored }: Props) {
  const { value, setValue, showError, disabled } = useField<string | null>({ path })
  const id = `field-${path.replaceAll('.', '__')}`
  return (
    <div className={`field-type xf-date ${showError ? 'error' : ''}`} style={{ flex: '1 1 0' }}>
      <FieldLabel htmlFor={`${id}-input`} label={field.label} path={path} required={field.required ?? false} />
      <div className="field-type__wrap" id={id}>
        <FieldError path={path} showError={showError} />
        <input
          id={`${id}-input`}
          type={type}
          max={type === 'date' ? '2199-12-31' : '2199-12-31T23:59'}
          value={value ? shown(value) : ''}
          readOnly={readOnly === true || disabled}
          aria-invalid={showError}
          onChange={(event) => setValue(event.target.value === '' ? null : stored(event.target.value))}
        />
      </div>
      <FieldDescription description={field.admin?.description ?? ''} path={path} />
    </div>
  )
}
