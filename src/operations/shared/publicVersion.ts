import { writesTo } from '../../database/writes.ts'

/** All that a page or a public call shows to somebody who is not logged in. */
const SHOWN = ['activities', 'targets', 'units', 'stations', 'programmes'] as const

/** Another number after every write of this process that the public could see. */
export function publicVersion(): number {
  return writesTo(SHOWN)
}
