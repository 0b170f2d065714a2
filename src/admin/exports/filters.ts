/** They stand in the address of the screen, so that a filter can be kept and sent on. */
export const FILTERS = [
  ...(['period', 'from', 'to', 'unit', 'line', 'theme'] as const),
  ...(['ledger', 'attendance', 'kind', 'format'] as const),
] as const
export type Filter = (typeof FILTERS)[number]
