import { readFileSync } from 'node:fs'
import express from 'express'

/** The floor: Express 5 that sends the bytes which our server sent, already packed. Nothing is looked up or made. */
const kept = JSON.parse(readFileSync(process.env.BENCH_BYTES ?? '', 'utf8')) as Record<
  string,
  { type: string; encoding: string; base64: string }
>
const app = express()
app.set('etag', false)
app.get('/readyz', (_req, res) => void res.json({}))
for (const [path, { type, encoding, base64 }] of Object.entries(kept)) {
  const body = Buffer.from(base64, 'base64')
  app.get(path, (_req, res) => void res.set({ 'content-type': type, 'content-encoding': encoding }).send(body))
}
app.listen(Number(process.env.PORT), '127.0.0.1')
