import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { ExportFile, ExportTask } from './exportFile.ts'

/**
 * The thread's part: first it says how many rows there are, then it sends a chunk each time that it is asked for
 * one, and makes the next meanwhile. Null ends the file.
 */
export async function serveExport(open: (task: ExportTask) => Promise<ExportFile>): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('Not a worker thread')
  giveWay()
  const file = await open(workerData as ExportTask)
  const chunks = file.body[Symbol.asyncIterator]()
  const make = (): Promise<IteratorResult<Uint8Array>> => {
    const made = chunks.next()
    // An error is told to whoever asks for this chunk.
    made.catch(() => undefined)
    return made
  }
  port.postMessage({ rows: file.rows })
  let next = make()
  const send = async (): Promise<void> => {
    try {
      const { done, value } = await next
      if (!done) next = make()
      port.postMessage({ chunk: done ? null : value })
    } catch (error) {
      port.postMessage({ error })
    }
  }
  port.on('message', () => void send())
}

/** Those who wait for a page come first. On Linux a thread has a priority of its own. */
function giveWay(): void {
  try {
    setPriority(Number(path.basename(readlinkSync('/proc/thread-self'))), 5)
  } catch {
    // Elsewhere, or where that is not allowed, it takes its turn with the others.
  }
}
