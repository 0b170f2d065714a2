import type { PayloadRequest } from 'payload'

/** The part of a request that says where to read: its transaction, where there is one. */
export type Reader = Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>

/**
 * The value that a field is to have: this, one of these, or one on a side of this; `notAbove` holds for none too;
 * a list `holdsAll` of these.
 */
type Condition<T> = T | T[] | { below: T } | { above: T; upTo?: T } | { notAbove: T } | { holdsAll: string[] }
export type ConditionsOn<Row> = { [Field in keyof Row]?: Condition<NonNullable<Row[Field]>> }
export type Conditions = Record<string, unknown>

/** How much is read. */
export interface Extent {
  /** All, when left out. */
  fields?: string[]
  limit?: number
  /** With a limit: so many are left out before the first. */
  offset?: number
  /** In the order of this field; in none, when left out. */
  sort?: string
}

export type Comparison = 'below' | 'above' | 'upTo' | 'notAbove' | 'holdsAll'

/** The comparisons that a condition asks for; null where it names a value, or several. */
export function comparisonsIn(wanted: unknown): [Comparison, unknown][] | null {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return null
  return Object.entries(wanted).filter(([, value]) => value !== undefined) as [Comparison, unknown][]
}
