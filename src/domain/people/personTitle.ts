import { maskPhone } from '../shared/maskPhone.ts'

/** A person in a line: name, number, enough of the phone and, on the person's own record, the unit. */
export function personTitle(
  person: { name: string | null; volunteerNumber: string | null; phone: string | null },
  unit?: string | null,
): string {
  const phone = person.phone ? maskPhone(person.phone) : null
  return [person.name, person.volunteerNumber, phone, unit].filter(Boolean).join(' · ')
}
