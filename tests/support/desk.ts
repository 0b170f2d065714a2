import type { Staff } from '../../src/payload-types.ts'
import { logIn } from './accessWorld.ts'
import { makeStaff, makeUnitTree, type UnitTree } from './fixtures.ts'
import { startPayload, type TestPayload } from './payload.ts'

export interface Desk extends TestPayload {
  units: UnitTree
  department: Staff
  /** Of the department's session, for `ask`. */
  token: string
}

/** A tree of units and their department, which is logged in. Once per test file, in place of startPayload. */
export async function startDesk(): Promise<Desk> {
  const app = await startPayload()
  const units = await makeUnitTree(app.payload)
  const department = await makeStaff(app.payload, 'department', units.county)
  return { ...app, units, department, token: await logIn(department) }
}
