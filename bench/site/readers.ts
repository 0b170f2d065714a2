import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'

/** People who read: each opens one of the pages every few seconds, over a connection of its own. */
export interface Reading {
  url: string
  paths: string[]
  readers: number
  everyMs: number
}

export interface Read {
  done: number
  failed: number
  /** Milliseconds. */
  p50: number
  p99: number
}

let stopping = new AbortController()
process.on('message', (message: Reading | 'stop') => {
  if (message === 'stop') return stopping.abort()
  stopping = new AbortController()
  void read(message, stopping.signal).then((result) => process.send?.(result))
})

async function read({ url, paths, readers, everyMs }: Reading, signal: AbortSignal): Promise<Read> {
  const pool = new Pool(url, { connections: readers, pipelining: 1 })
  const latencies: number[] = []
  let failed = 0
  const reader = async (): Promise<void> => {
    // Nobody begins at the same moment.
    await sleep(Math.random() * everyMs)
    while (!signal.aborted) {
      const began = performance.now()
      const path = paths[Math.floor(Math.random() * paths.length)] ?? '/'
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path,
        headers: { 'accept-encoding': 'br, gzip' },
      })
      await body.dump()
      if (statusCode === 200) latencies.push(performance.now() - began)
      else failed += 1
      for (let left = everyMs; left > 0 && !signal.aborted; left -= 250) await sleep(Math.min(left, 250))
    }
  }
  await Promise.all(Array.from({ length: readers }, reader))
  await pool.close()
  latencies.sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))] ?? 0
  return { done: latencies.length, failed, p50: at(0.5), p99: at(0.99) }
}
