import { recount } from '../../src/operations/tallies/recount.ts'
import type { World } from './walk.ts'

/** Every number equals its records. */
export async function requireExact({ req }: World): Promise<void> {
  const { differences } = await recount(await req())
  if (differences.length > 0) throw new Error(`Recount differs: ${JSON.stringify(differences)}`)
}
