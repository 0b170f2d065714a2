import { randomInt } from 'node:crypto'

/** “BL” and ten digits; random, so that a number tells nothing about who joined when. */
export function newVolunteerNumber(): string {
  return `BL${String(randomInt(0, 10_000_000_000)).padStart(10, '0')}`
}
