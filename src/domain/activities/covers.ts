/** The widths that a cover is kept in, in pixels: for a card of the list, and for the page. */
export const COVER_WIDTHS = [480, 960] as const
export type CoverWidth = (typeof COVER_WIDTHS)[number]

export const MAX_ALT = 100

/** A picture of an activity, as its record keeps it; the bytes lie in the data folder. */
export interface Cover {
  /** Another for every picture, so that browsers may keep one by its address; see coverName. */
  name: string
  /** The words for people who do not see it. */
  alt: string
  /** Height over width. */
  ratio: number
}

/** Null for what is none: the field is JSON. */
export function coverOf(value: unknown): Cover | null {
  const { name, alt, ratio } = (value ?? {}) as Partial<Cover>
  return typeof name === 'string' && typeof alt === 'string' && typeof ratio === 'number' ? { name, alt, ratio } : null
}

export const coverAddress = (activity: string, { name }: Pick<Cover, 'name'>, width: CoverWidth): string =>
  `/api/activities/${activity}/cover?width=${width}&v=${name}`

/** By its activity's id, so that a file left over is looked up by it. */
export const coverName = (activity: string, random: string): string => `${activity}_${random}`

export const coverFile = (name: string, width: CoverWidth): string => `${name}-${width}.webp`

/** The activity whose picture the file is, whether or not it is shown; null for other files. */
export const activityOfFile = (file: string): string | null =>
  /^(?<activity>[\w-]+)_[0-9a-f]{32}-\d+\.webp$/.exec(file)?.groups?.activity ?? null

export const heightOf = ({ ratio }: Pick<Cover, 'ratio'>, width: CoverWidth): number => Math.round(width * ratio)
