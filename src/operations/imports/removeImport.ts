import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import type { Paced } from '../shared/paced.ts'
import { removeAll } from '../shared/forgetOldRecords.ts'

/** As long as a piece of work took, others have their turn. */
export const breathing: Paced = async (work) => {
  const started = performance.now()
  const result = await work()
  await sleep(Math.min(performance.now() - started, 200))
  return result
}

/** An import of which nothing was written, with its rows. The rows go first: what a crash leaves is removed again. */
export async function removeImport(req: PayloadRequest, id: string): Promise<void> {
  await removeAll(req, 'import_rows', { import: { equals: id } }, breathing)
  await removeAll(req, 'imports', { id: { equals: id } }, breathing)
}
