import type { PayloadRequest } from 'payload'

/** The part of a request that says where to read: its transaction, where there is one. */
export type Reader = Pick<PayloadRequest, 'payload'> & Partial<Pick<PayloadRequest, 'transactionID'>>

/** The value that a field is to have: this, one of these, or less than this. */
type Condition<T> = T | T[] | { below: T }
export type ConditionsOn<Row> = { [Field in keyof Row]?: Condition<NonNullable<Row[Field]>> }
export type Conditions = Record<string, unknown>

/** How much is read. */
export interface Extent {
  /** All, when left out. */
  fields?: string[]
  limit?: 1
}

export const isBelow = (wanted: unknown): wanted is { below: unknown } =>
  typeof wanted === 'object' && wanted !== null && 'below' in wanted
