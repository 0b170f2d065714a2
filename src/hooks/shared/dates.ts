import type { FieldHook } from 'payload'
import { dayOf, readMoment } from '../../domain/shared/calendar.ts'

/** An emptied input is no day; what is none stays as it is, to be refused. */
export const toDay: FieldHook = ({ value }) => {
  const at = readMoment(value)
  return at === null ? value || null : dayOf(at)
}

/** A time without a zone is the county's. */
export const toMoment: FieldHook = ({ value }) => readMoment(value) ?? value
