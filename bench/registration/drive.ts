import { Pool } from 'undici'

export interface Shot {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  token?: string
  headers?: Record<string, string>
  body?: object
}

export interface Window {
  done: number
  /** Answers that were no success, by status. */
  failed: Record<string, number>
  seconds: number
  perSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
}

/** Keeps `clients` requests in flight for `ms`, or until `next` has no more. */
export async function drive(url: string, clients: number, ms: number, next: () => Shot | null): Promise<Window> {
  const pool = new Pool(url, { connections: clients, pipelining: 1 })
  const latencies: number[] = []
  const failed: Record<string, number> = {}
  const start = performance.now()
  const client = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      const shot = next()
      if (!shot) return
      const sent = performance.now()
      const { statusCode, body } = await pool.request({
        method: shot.method,
        path: shot.path,
        headers: {
          ...shot.headers,
          ...(shot.body && { 'content-type': 'application/json' }),
          ...(shot.token !== undefined && { authorization: `JWT ${shot.token}` }),
        },
        body: shot.body ? JSON.stringify(shot.body) : null,
        headersTimeout: 120_000,
      })
      const text = await body.text()
      if (statusCode < 300) latencies.push(performance.now() - sent)
      else failed[`${statusCode} ${text.slice(0, 200)}`] = (failed[`${statusCode} ${text.slice(0, 200)}`] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - start) / 1000
  await pool.close()
  latencies.sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.floor(share * (latencies.length - 1))] ?? 0
  return { done: latencies.length, failed, seconds, perSecond: latencies.length / seconds, p50: at(0.5), p99: at(0.99) }
}
