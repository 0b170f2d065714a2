import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { ExportFile, ExportTask } from './exportFile.ts'

/** The words that the thread is told. */
export type Asked = 'more' | 'end'

/**
 * The thread's part: first it says how many rows there are, then it sends a chunk each time that it is asked for
 * one, and makes the next meanwhile. Null ends the file. It ends itself when it is told to, between two calls of the
 * database's: libsql takes the whole process with it when its thread is cut off within one.
 */
export async function serveExport(open: (task: ExportTask) => Promise<ExportFile>): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('Not a worker thread')
  giveWay()
  const on = (asked: Asked, work: () => void): unknown => port.on('message', (said) => said === asked && work())
  on('end', () => process.exit())
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
  on('more', () => void send())
}

/** Those who wait for a page come first. On Linux a thread has a priority of its own. */
function giveWay(): void {
  try {
    setPriority(Number(path.basename(readlinkSync('/proc/thread-self'))), 5)
  } catch {
    // Elsewhere, or where that is not allowed, it takes its turn with the others.
  }
}
