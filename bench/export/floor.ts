import { writeFileSync } from 'node:fs'
import { openExport, type ExportTask } from '../../src/operations/records/exportFile.ts'

/**
 * The floor: the same cursor, the same decryption and the same writer in a process that does nothing else, with no
 * thread, no HTTP and nobody to serve. What it makes is thrown away.
 */
const { task, out } = JSON.parse(process.env.BENCH_FLOOR ?? '') as { task: ExportTask; out: string }
const started = performance.now()
const file = await openExport(task)
let bytes = 0
let firstMs = 0
for await (const chunk of file.body) {
  if (bytes === 0) firstMs = performance.now() - started
  bytes += chunk.length
}
const seconds = (performance.now() - started) / 1000
await file.close()
writeFileSync(out, JSON.stringify({ rows: file.rows, bytes, firstMs, seconds }))
