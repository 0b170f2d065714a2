import { rmSync } from 'node:fs'

/** Jest's `globalTeardown`: what tests/support/bundled.ts made for this run. */
export default function removePrograms() {
  if (process.env.TEST_PROGRAMS) rmSync(process.env.TEST_PROGRAMS, { recursive: true, force: true })
}
