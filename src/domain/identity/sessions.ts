/** A session of a person lasts this long, in seconds: 30 days. */
export const SESSION_SECONDS = 30 * 86_400
/** Devices at once; the oldest gives way. */
export const MAX_SESSIONS = 20

export interface PersonSession {
  id: string
  until: string
}

export const isOpen = ({ until }: PersonSession, now: Date): boolean => Date.parse(until) > now.getTime()
