'use client'
import {
  FieldDescription,
  FieldError,
  FieldLabel,
  useAuth,
  useDocumentInfo,
  useField,
  useFormFields,
} from '@payloadcms/ui'
import type { RelationshipFieldClientProps } from 'payload'
import { useEffect, useState } from 'react'
import type { ColleagueChoice } from '../../operations/activities/responsible.ts'
import type { Activity, Staff } from '../../payload-types.ts'
import { listColleagues } from './calls.ts'
import { RESPONSIBLE_TEXTS } from './texts.ts'

/**
 * The member of staff who is responsible for an activity, chosen among those who answer for its unit. Payload's own
 * picker would show organisers nobody but themselves, as they open no other account.
 */
export function Responsible({ path, field }: RelationshipFieldClientProps) {
  const { id, hasSavePermission, savedDocumentData } = useDocumentInfo()
  const { user } = useAuth<Staff>()
  const { value, setValue, showError } = useField<string | null>({ path })
  const unit = useFormFields(([fields]) => fields.unit?.value as string | null | undefined)
  /** Those of the unit that was asked about last, or why they cannot be told. */
  const [listed, setListed] = useState<{ unit: string; staff: ColleagueChoice[]; problem: string | null } | null>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  useEffect(() => {
    if (!unit) return
    let isGone = false
    void listColleagues(unit).then((answer) => {
      if (isGone) return
      const staff = answer.ok ? answer.body.staff : []
      setListed({ unit, staff, problem: answer.ok ? null : answer.detail })
      setNames((known) => ({ ...known, ...Object.fromEntries(staff.map(({ id, name }) => [id, name])) }))
    })
    return () => {
      isGone = true
    }
  }, [unit])
  const saved = savedDocumentData as Partial<Activity> | undefined
  const { staff: colleagues, problem } = listed !== null && listed.unit === unit ? listed : { staff: [], problem: null }
  const isListed = colleagues.some((one) => one.id === value)
  const name = (value === saved?.responsible ? saved?.responsibleName : names[value ?? '']) ?? ''
  const input = `field-${path}`
  return (
    <div className={`field-type xf-field ${showError ? 'error' : ''}`}>
      <FieldLabel htmlFor={input} label={field.label} path={path} />
      <div className="field-type__wrap">
        <FieldError path={path} showError={showError} />
        <select
          id={input}
          value={value ?? ''}
          disabled={hasSavePermission === false}
          aria-invalid={showError}
          onChange={(event) => setValue(event.target.value)}
        >
          {!value && (
            <option value="">
              {id === undefined ? RESPONSIBLE_TEXTS.oneself(user?.name ?? '') : RESPONSIBLE_TEXTS.nobody}
            </option>
          )}
          {value && !isListed && (
            <option value={value}>{colleagues.length > 0 ? RESPONSIBLE_TEXTS.unfit(name) : name}</option>
          )}
          {colleagues.map((one) => (
            <option key={one.id} value={one.id}>
              {RESPONSIBLE_TEXTS.ofUnit(one.name, one.unit)}
            </option>
          ))}
        </select>
      </div>
      {problem !== null && (
        <p role="alert" className="xf-notice xf-notice--failed">
          {problem}
        </p>
      )}
      <FieldDescription description={field.admin?.description ?? ''} path={path} />
    </div>
  )
}
