import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundled } from './bundled.ts'

export interface TestServer {
  /** Without a slash at the end. */
  url: string
  pid: number
  /** The status it ended with, by itself or when stopped; null while it runs and when it was killed. */
  status(): number | null
  /** Resolves when it has ended, however that came. */
  ended: Promise<unknown>
  /** What it has written so far, for a failing test's message. */
  output(): string
  /** SIGTERM, then SIGKILL after six seconds. */
  stop(): Promise<void>
  /** `kill -9`, as a crash would end it. */
  crash(): Promise<void>
}

const root = process.cwd()
const START_MS = 90_000

/**
 * Starts the built server (dist/server.js, `npm run build`) as a process of its own, with the test file's settings and
 * those given, and waits until it is ready. `entry` runs another file; a TypeScript one needs no build.
 */
export async function startServer(env: Record<string, string> = {}, entry = 'dist/server.js'): Promise<TestServer> {
  if (!existsSync(path.resolve(root, entry))) throw new Error(`${entry} is missing: run npm run build first`)
  const port = env.PORT ?? String(await freePort())
  const url = `http://127.0.0.1:${port}`
  const hashes = env.TEST_HASHES ?? process.env.TEST_HASHES
  const arguments_ = [
    '-C',
    'production',
    ...(process.env.TEST_CLOCK ? ['--import', './tests/support/clock.js'] : []),
    ...(hashes ? ['--import', hashes] : []),
    entry.endsWith('.ts') ? await bundled(entry) : entry,
  ]
  const child = spawn(process.execPath, arguments_, {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', PUBLIC_URL: url, ...env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-20_000)))
  }
  const stopWith = (signal: NodeJS.Signals) => async (): Promise<void> => {
    if (!isRunning(child)) return
    const closed = once(child, 'close')
    child.kill(signal)
    const killer = setTimeout(() => child.kill('SIGKILL'), 6000)
    await closed
    clearTimeout(killer)
  }
  const server = {
    url,
    pid: child.pid ?? 0,
    status: () => child.exitCode,
    ended: once(child, 'close'),
    output: () => output,
    stop: stopWith('SIGTERM'),
    crash: stopWith('SIGKILL'),
  }
  try {
    await untilReady(url, child)
  } catch (error) {
    await server.crash()
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${output}`, { cause: error })
  }
  return server
}

/** A port that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS
  while (Date.now() < deadline) {
    if (!isRunning(child)) throw new Error(`The server ended at start with ${child.exitCode ?? child.signalCode}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error(`The server was not ready after ${START_MS / 1000} s`)
}
