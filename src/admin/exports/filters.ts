/** They stand in the address of the screen, so that a filter can be kept and sent on. */
export const FILTERS = ['from', 'to', 'unit', 'line', 'theme', 'format'] as const
export type Filter = (typeof FILTERS)[number]
