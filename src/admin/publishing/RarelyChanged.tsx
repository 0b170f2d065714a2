'use client'
import { RenderFields, useFormFields, withCondition } from '@payloadcms/ui'
import type { ClientField, CollapsibleFieldClientProps } from 'payload'
import { useEffect, useState } from 'react'
import { PUBLISHING_TEXTS } from './texts.ts'

interface Props extends CollapsibleFieldClientProps {
  /** The values that nearly every record leaves as they are, by field; a field that is not named is left empty. */
  usual: Record<string, unknown>
}

/** Fields that few change: folded away, until one of them holds a mistake or something unusual. */
export const RarelyChanged = withCondition(function RarelyChanged({
  field,
  indexPath,
  parentPath,
  parentSchemaPath,
  permissions,
  readOnly,
  usual,
}: Props) {
  const names = namesOf(field.fields)
  const isNoteworthy = useFormFields(([all]) =>
    names.some((name) => {
      const one = all[name]
      return one?.valid === false || (one !== undefined && !isUsual(one.value, usual[name]))
    }),
  )
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    if (isNoteworthy) setIsOpen(true)
  }, [isNoteworthy])
  return (
    <details
      className="field-type xf-rarely"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>
        {String(field.label)}
        <small>{isOpen ? '' : PUBLISHING_TEXTS.rarely}</small>
      </summary>
      <RenderFields
        fields={field.fields}
        margins="small"
        parentIndexPath={indexPath ?? ''}
        parentPath={parentPath ?? ''}
        parentSchemaPath={parentSchemaPath ?? ''}
        permissions={permissions ?? true}
        readOnly={readOnly ?? false}
      />
    </details>
  )
})

function isUsual(value: unknown, usual: unknown): boolean {
  const isEmpty = (one: unknown): boolean => one === undefined || one === null || one === '' || one === false
  return (isEmpty(value) && isEmpty(usual)) || value === usual
}

const namesOf = (fields: ClientField[]): string[] =>
  fields.flatMap((field) => ('name' in field ? [field.name] : 'fields' in field ? namesOf(field.fields) : []))
