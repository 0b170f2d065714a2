import { writesBesides } from '../../database/writes.ts'

/**
 * Tables that nothing shows to visitors who are not logged in, by how their names begin. Those that are written
 * often stand here; one that is not known counts as shown, and costs no more than pages that are made anew.
 */
const NOT_SHOWN = [
  'appointments',
  'audit',
  'awards',
  'broadcasts',
  'certificates',
  'codes',
  'corrections',
  'door',
  'export',
  'idempotency',
  'import',
  'limits',
  'messages',
  'payload',
  'people',
  'registrations',
  'staff',
  'trainings',
] as const

/** Another number after every write of this process that the public could see. */
export function publicVersion(): number {
  return writesBesides(NOT_SHOWN)
}
