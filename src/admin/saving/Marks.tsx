'use client'
import { useAllFormFields, useForm } from '@payloadcms/ui'
import { useEffect, useRef } from 'react'
import { LOADED } from '../../domain/shared/changes.ts'

interface Marks {
  /** Of the whole form: whatever is changed next may be what was wrong. */
  values: string
  of: Record<string, string>
}

/**
 * An input that the server refused stays marked until something is changed. Payload asks the server once more how the
 * form stands, a moment after every refusal, and takes the marks away for each field that by itself is sound.
 */
export function Marks() {
  const { dispatchFields } = useForm()
  const [fields] = useAllFormFields()
  const last = useRef<Marks>({ values: '', of: {} })
  useEffect(() => {
    const own = Object.entries(fields).filter(([path]) => path !== LOADED)
    const values = JSON.stringify(own.map(([path, { value }]) => [path, value]))
    const { of } = last.current
    if (values !== last.current.values) {
      last.current = { values, of: {} }
      for (const path of Object.keys(of)) dispatchFields({ type: 'UPDATE', path, valid: true })
      return
    }
    for (const [path, { valid, errorMessage }] of own) {
      if (valid === false && errorMessage) of[path] = errorMessage
      else if (of[path] !== undefined) dispatchFields({ type: 'UPDATE', path, valid: false, errorMessage: of[path] })
    }
  }, [fields, dispatchFields])
  return null
}
