import type { Gender, PersonKind } from './vocabulary.ts'
import type { MyRecord } from '../attendance/views.ts'

/** The part of their own record that people see and change; the contacts, which are masked here, by their own way. */
export interface MyProfile {
  id: string
  volunteerNumber: string | null
  phone: string | null
  email: string | null
  name: string
  kinds: PersonKind[]
  /** The unit whose staff may open the record. */
  unit: string | null
  /** The station that they mostly go to. */
  station: string | null
  gender: Gender | null
  birthDate: string | null
  area: string | null
  skills: string | null
  serviceKinds: string | null
}

export interface MyRecords {
  name: string
  volunteerNumber: string | null
  asOf: string
  /** The two ledgers, the newest first; their totals are never added. */
  participation: MyRecord[]
  service: MyRecord[]
  serviceMinutes: number
  trainings: { id: string; title: string; content: string; hours: number; host: string; date: string }[]
  awards: { id: string; title: string; grantor: string; date: string }[]
}

/** All that is stored about a person, in words: labels and values as they are read. */
export interface MyDataInWords {
  name: string
  asOf: string
  sections: DataSection[]
}

export interface DataSection {
  title: string
  records: { title: string; facts: [label: string, words: string][] }[]
}
