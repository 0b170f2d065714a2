import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { PayloadRequest } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import type { ExportTask } from './exportFile.ts'
import type { Asked } from './serveExport.ts'

/** How many may be made at once in a process: each has a thread and some memory of its own. */
const AT_ONCE = 4
/** A client that takes nothing for so long is gone: it would keep the past of the database. In milliseconds. */
const PATIENCE_MS = 120_000

export interface Export {
  /** As many as the file will have. */
  rows: number
  body: ReadableStream<Uint8Array>
}

/** A message of the thread (exporter.ts). A chunk that is null ends the file. */
interface Message {
  rows?: number
  chunk?: Uint8Array<ArrayBuffer> | null
  error?: Error
}

const running = new Set<Worker>()
export const exportsUnderWay = (): number => running.size

/**
 * Makes a file in a worker thread, so that everybody else is answered meanwhile. No more of it is made than a client
 * takes, and the thread ends with the file, with the client, or with the process.
 *
 * @param begin is waited for before the first byte leaves
 * @throws AppError busy when as many are being made as there may be; what goes wrong before the first byte
 */
export async function runExport(
  req: PayloadRequest,
  task: ExportTask,
  begin: (rows: number) => Promise<unknown>,
): Promise<Export> {
  const file = await program.file()
  if (running.size >= AT_ONCE) throw new AppError('busy')
  const thread = startThread(file, task)
  try {
    const { rows = 0 } = await thread.answer()
    await begin(rows)
    return { rows, body: streamOf(req, thread) }
  } catch (error) {
    await thread.end()
    throw error
  }
}

/** Those that are being made are broken off: no connection to the database is left. */
export async function stopExports(): Promise<void> {
  await Promise.all([...running].map(endOf))
}

/**
 * Asks the thread to end, and waits until it has: `terminate` would cut it off within a call of libsql's, which aborts
 * the process.
 */
async function endOf(worker: Worker): Promise<void> {
  if (!running.has(worker)) return
  const ended = new Promise((resolve) => void worker.once('exit', resolve))
  worker.postMessage('end' satisfies Asked)
  await ended
}

type Thread = ReturnType<typeof startThread>

function startThread(file: URL, task: ExportTask) {
  const worker = new Worker(file, settingsFor(task))
  running.add(worker)
  let ended: Error | null = null
  let heard: (message: Message) => void = () => undefined
  const end = (error: Error): void => {
    ended ??= error
    heard({ error })
  }
  worker.on('message', (message: Message) => heard(message))
  worker.on('error', (error) => end(error))
  worker.on('exit', () => {
    running.delete(worker)
    end(new Error('The thread of the export ended early'))
  })
  return {
    ask: () => worker.postMessage('more' satisfies Asked),
    answer: async (): Promise<Message> => {
      if (ended) throw ended
      const message = await new Promise<Message>((resolve) => (heard = resolve))
      if (message.error) throw message.error
      return message
    },
    end: () => endOf(worker),
  }
}

function streamOf(req: PayloadRequest, thread: Thread): ReadableStream<Uint8Array> {
  let patience: NodeJS.Timeout | undefined
  let isOver = false
  const end = (): Promise<void> => {
    isOver = true
    clearTimeout(patience)
    return thread.end()
  }
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: async (controller) => {
      clearTimeout(patience)
      try {
        const answer = thread.answer()
        thread.ask()
        const { chunk } = await answer
        if (!chunk) {
          await end()
          controller.close()
          return
        }
        controller.enqueue(chunk)
        patience = setTimeout(() => {
          controller.error(new Error('The client takes no more of the export'))
          void end()
        }, PATIENCE_MS).unref()
      } catch (error) {
        // A client that goes away is nobody's error.
        if (isOver) return
        // Once the first byte has left, an error can only cut the file short: the operator learns of it from the log.
        req.payload.logger.error({ err: error, requestId: req.headers.get('x-request-id') }, 'export broken off')
        await end()
        throw error
      }
    },
    cancel: end,
  }
  // One chunk waits here, and another in the thread.
  return new ReadableStream(source, { highWaterMark: 1 })
}

/** The thread's program lies beside the bundle that this is part of. Tests, which run sources, put it elsewhere. */
export const program = {
  file: (): URL | Promise<URL> => new URL(import.meta.url.replace(/[^/]*$/, 'exporter.js')),
}

const settingsFor = (task: ExportTask): WorkerOptions => ({
  workerData: task,
  env: { ...process.env, NODE_OPTIONS: '' },
  execArgv: [],
  // A batch needs a fraction of it; without a limit the thread would collect its garbage later.
  resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
})
