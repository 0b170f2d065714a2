/** Objects are stored as JSON. */
export type Value = string | number | boolean | null | object

/** A row that is not there yet, whole. A unique index that refuses it refuses the whole swap, by an exception. */
export interface NewRow {
  collection: 'registrations' | 'messages' | 'audit'
  id: string
  insert: Record<string, Value>
}

export interface RowChange {
  collection: 'registrations' | 'activities' | 'targets' | 'corrections' | 'certificates' | 'messages' | 'people'
  id: string
  /** The revision that was read; the change is refused when the row has another one by now. */
  revision: string | null
  /** New values. Setting any gives the row a new revision, unless one is among them. */
  set?: Record<string, Value>
  /** Amounts to add. Adding leaves the revision, so that additions from many sides never refuse each other. */
  add?: Record<string, number>
}

export interface Swap {
  changes: RowChange[]
  /** Rows that are not there yet. */
  added: NewRow[]
  /** People whose records must not have ended (merged into another's, or erased), each once. */
  open: string[]
}
