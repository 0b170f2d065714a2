import type { Rows } from './rows.ts'

/** Objects are stored as JSON. */
export type Value = string | number | boolean | null | object

/** A row that is not there yet, whole. A unique index that refuses it refuses the whole swap, by an exception. */
export type NewRow<C extends Added = Added> = {
  [Slug in C]: {
    collection: Slug
    id: string
    insert: Inserted<Rows[Slug]>
    /** Fields that hold several choices or records, in their order: on SQLite they lie in tables of their own. */
    lists?: Record<string, string[]>
  }
}[C]
type Added =
  | 'registrations'
  | 'messages'
  | 'broadcasts'
  | 'audit'
  | 'people'
  | 'activities'
  | 'imports'
  | 'import_rows'
  | 'units'
  | 'appointments'

/** All but what may stand empty. */
type Inserted<Row> = Partial<Row> & { [Field in Demanded<Row>]: Row[Field] }
type Demanded<Row> = Exclude<
  { [Field in keyof Row]-?: null extends Row[Field] ? never : undefined extends Row[Field] ? never : Field }[keyof Row],
  'id'
>

export type RowChange<C extends keyof Rows = keyof Rows> = {
  [Slug in C]: {
    collection: Slug
    id: string
    /** The revision that was read; the change is refused when the row has another one by now. */
    revision: string | null
    /** New values. Setting any gives the row a new revision, unless one is among them. */
    set?: Partial<Rows[Slug]>
    /** Amounts to add. Adding leaves the revision, so that additions from many sides never refuse each other. */
    add?: { [Field in keyof Rows[Slug]]?: number }
  }
}[C]

export interface Swap {
  changes: RowChange[]
  /** Rows that are not there yet. */
  added: NewRow[]
  /** People whose records must not have ended (merged into another's, or erased), each once. */
  open: string[]
}
