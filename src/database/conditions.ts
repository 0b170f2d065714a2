import type { PayloadRequest } from 'payload'

/** What of a request says where to read: its transaction, where there is one. */
export type Reader = Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>

/** What a field is to be: this, one of these, or on one side of this; `notAbove` holds also where nothing stands. */
type Condition<T> = T | T[] | { below: T } | { above: T; upTo?: T } | { notAbove: T }
export type ConditionsOn<Row> = { [Field in keyof Row]?: Condition<NonNullable<Row[Field]>> }
export type Conditions = Record<string, unknown>

/** How much is read. */
export interface Extent {
  /** All, when left out. */
  fields?: string[]
  limit?: number
  /** In the order of this field; in none, when left out. */
  sort?: string
}

export type Comparison = 'below' | 'above' | 'upTo' | 'notAbove'

/** The comparisons that a condition asks for; null where it names a value, or several. */
export function comparisonsIn(wanted: unknown): [Comparison, unknown][] | null {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return null
  return Object.entries(wanted).filter(([, value]) => value !== undefined) as [Comparison, unknown][]
}
