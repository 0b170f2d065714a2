import { writeFileSync } from 'node:fs'
import { openExport, type ExportTask } from '../../src/operations/records/exportFile.ts'
import { serveExport } from '../../src/operations/records/serveExport.ts'

/**
 * The thread of an export as it is, for tests: EXPORT_MADE names a file that says how many chunks were made, and after
 * EXPORT_FAILS_AFTER of them the next cannot be read.
 */
await serveExport(async (task: ExportTask) => {
  const file = await openExport(task)
  return { ...file, body: watched(file.body) }
})

async function* watched(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { EXPORT_MADE = '', EXPORT_FAILS_AFTER } = process.env
  let made = 0
  for await (const chunk of body) {
    if (String(made) === EXPORT_FAILS_AFTER) throw new Error('disk on fire')
    made += 1
    if (EXPORT_MADE !== '') writeFileSync(EXPORT_MADE, String(made))
    yield chunk
  }
}
