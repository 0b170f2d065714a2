/**
 * One event as iCalendar (RFC 5545), to be put into a phone's calendar and taken out of it again (RFC 5546). Times are
 * UTC, so that no time zone has to be described.
 */
export interface CalendarEvent {
  /** The same for every version of the event. */
  uid: string
  /** Goes up with every version. */
  sequence: number
  method: 'PUBLISH' | 'CANCEL'
  /** When this version was made, ISO 8601; so are the others. */
  stampedAt: string
  startsAt: string
  endsAt: string
  title: string
  place: string
  description: string
  url: string
  organizer: { name: string; email: string }
}

export function calendarOf(event: CalendarEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Xianfeng//xianfeng//ZH',
    'CALSCALE:GREGORIAN',
    `METHOD:${event.method}`,
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stampedAt)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `SUMMARY:${escaped(event.title)}`,
    `LOCATION:${escaped(event.place)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `URL:${event.url}`,
    `ORGANIZER;CN=${quoted(event.organizer.name)}:mailto:${event.organizer.email}`,
    `STATUS:${event.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(event.method === 'PUBLISH' ? alarm(event.title) : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** Two hours before, as our own last reminder. */
const alarm = (title: string): string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `DESCRIPTION:${escaped(title)}`,
  'TRIGGER:-PT2H',
  'END:VALARM',
]

/** 20261128T060000Z */
function utc(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** TEXT, section 3.3.11. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\n/g, '\\n')
}

/** A parameter value, section 3.2: no double quotes and no control characters. */
function quoted(text: string): string {
  return `"${text.replace(/["\p{Cc}]/gu, '')}"`
}

const MAX_OCTETS = 75
const octets = new TextEncoder()

/** Section 3.1: at most 75 octets a line, a blank before what goes on; never within a character. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let length = 0
  for (const character of line) {
    const size = octets.encode(character).length
    if (length + size > MAX_OCTETS) {
      parts.push(part)
      part = ' '
      length = 1
    }
    part += character
    length += size
  }
  return [...parts, part].join('\r\n')
}
