import type { RequestHandler } from 'express'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { badValues } from '../operations/shared/badValues.ts'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by part of the site and status class',
  labelNames: ['part', 'method', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
})

new Counter({
  name: 'unreadable_values_total',
  help: 'Stored values that are none of their kind and were read as nothing',
  registers: [registry],
  collect() {
    this.reset()
    this.inc(badValues.count)
  },
})

export const measureRequests: RequestHandler = (req, res, next) => {
  const stop = duration.startTimer()
  res.on('finish', () =>
    stop({ part: partOf(req.path), method: req.method, status: `${Math.floor(res.statusCode / 100)}xx` }),
  )
  next()
}

export const metrics: RequestHandler = async (_req, res) => {
  res.type(registry.contentType).send(await registry.metrics())
}

/** Few labels on purpose: ids in labels would grow without end. */
function partOf(path: string): string {
  if (path.startsWith('/api/')) return 'api'
  if (path.startsWith('/admin') || path.startsWith('/_next')) return 'admin'
  return 'site'
}
