import { expect, test } from '@jest/globals'
import { calendarOf, type CalendarEvent } from './ics.ts'

const event: CalendarEvent = {
  uid: 'abc@example.org',
  sequence: 3,
  method: 'PUBLISH',
  stampedAt: '2026-06-01T00:00:00.000Z',
  startsAt: '2026-06-02T06:00:00.000Z',
  endsAt: '2026-06-02T16:30:00.000Z',
  title: '暖“蜂”义剪; 第一场, \\ 免费',
  place: '一号楼\n二层',
  description: '说明'.repeat(60),
  url: 'https://example.org/activities/1',
  organizer: { name: '先“蜂"\r\nX', email: 'no-reply@example.org' },
}

/** As a calendar reads it: lines joined, then name and value; the event's own before its alarm's. */
const read = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .replaceAll('\r\n ', '')
      .split('\r\n')
      .filter(Boolean)
      .reverse()
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )

test('times are UTC, and text is escaped', () => {
  const entry = read(calendarOf(event))
  expect(entry).toMatchObject({
    METHOD: 'PUBLISH',
    UID: 'abc@example.org',
    SEQUENCE: '3',
    DTSTAMP: '20260601T000000Z',
    DTSTART: '20260602T060000Z',
    DTEND: '20260602T163000Z',
    SUMMARY: '暖“蜂”义剪\\; 第一场\\, \\\\ 免费',
    LOCATION: '一号楼\\n二层',
    DESCRIPTION: '说明'.repeat(60),
    STATUS: 'CONFIRMED',
    'ORGANIZER;CN="先“蜂X"': 'mailto:no-reply@example.org',
  })
})

test('the phone reminds two hours before, unless it is off', () => {
  expect(calendarOf(event)).toMatch(/BEGIN:VALARM\r\nACTION:DISPLAY\r\n[^]*TRIGGER:-PT2H\r\nEND:VALARM\r\nEND:VEVENT/)
  expect(calendarOf({ ...event, method: 'CANCEL' })).not.toContain('VALARM')
})

test('a cancellation says so twice', () =>
  expect(read(calendarOf({ ...event, method: 'CANCEL' }))).toMatchObject({
    METHOD: 'CANCEL',
    STATUS: 'CANCELLED',
    UID: event.uid,
  }))

test('lines end in CRLF, have at most 75 octets and break no character', () => {
  const text = calendarOf(event)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const lines = text.split('\r\n')
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
  expect(lines.length).toBeGreaterThan(20)
  expect(Buffer.from(text).toString('utf8')).toBe(text)
})
