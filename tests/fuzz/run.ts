import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Fuzzer } from './ground.ts'
import type { FuzzRequest } from './requests.ts'

/**
 * `npm run fuzz -- --requests 20000 --seed N --role organiser`: asks a server process of its own, on a small county,
 * whatever the contract, Payload's REST and chance allow, and fails on a 5xx, on anything that the role may not read,
 * on an answer later than two seconds, and when a recount differs afterwards. The same seed asks the same; each fault
 * is printed as curl. MongoDB when TEST_MONGODB_URI is set. Needs dist/server.js (npm run build).
 */
const ROLES: Fuzzer[] = ['anonymous', 'person', 'organiser', 'town', 'department']
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    role: { type: 'string' },
  },
})
const role = ROLES.find((one) => one === values.role)
if (!role) throw new Error(`--role is one of ${ROLES.join(', ')}`)
const requests = Number(values.requests)

const CLIENTS = 4
/**
 * Without the time in which the server was ready and other programs had the cores: that a machine is busy is no fault
 * of the answer.
 */
const SLOW_MS = 2000

const folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-fuzz-'))
const mongo = process.env.TEST_MONGODB_URI
const settings = {
  NODE_ENV: 'production',
  DATABASE_URI: mongo ? mongoUri(mongo) : `file:${path.join(folder, 'fuzz.db')}`,
  PAYLOAD_SECRET: 'fuzz-secret-fuzz-secret-fuzz-secret-0',
  DATA_KEY: '0123456789abcdef'.repeat(4),
  PUBLIC_URL: 'http://localhost:3000',
  DATA_DIR: folder,
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'silent',
  SMTP_URL: '',
  SMS_WEBHOOK_URL: '',
}
Object.assign(process.env, settings)

// Settings are read when these are loaded.
const { startPayload } = await import('../support/payload.ts')
const { startServer } = await import('../support/server.ts')
const { ask } = await import('../support/http.ts')
const { makeFuzzWorld } = await import('./ground.ts')
const { requestAt } = await import('./requests.ts')
const { faultsIn } = await import('./judge.ts')
const { waitedForCore } = await import('../support/waitedForCore.ts')
const { recount } = await import('../../src/operations/tallies/recount.ts')

const app = await startPayload()
const { ground, tokenOf, keptFrom } = await makeFuzzWorld(
  app.payload,
  (await ask({ path: '/openapi.json' })).body as never,
)
const token = tokenOf(role)
const kept = await keptFrom(role)
const server = await startServer(settings)
const failed: string[] = []
const statuses = new Map<number, number>()
let slowest = 0
let next = 0

async function send({
  method,
  path: where,
  headers,
  body,
}: FuzzRequest): Promise<{ status: number; type: string; text: string; ms: number }> {
  const [started, waited] = [performance.now(), waitedForCore(server.pid)]
  const answer = await fetch(`${server.url}/api${where}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `JWT ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    text,
    ms: performance.now() - started - (waitedForCore(server.pid) - waited),
  }
}

const curlOf = ({ method, path: where, headers, body }: FuzzRequest): string =>
  [
    `curl -i -X ${method} '${server.url}/api${where.replaceAll("'", '%27')}'`,
    ...(body === undefined ? [] : ["-H 'content-type: application/json'"]),
    ...Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`),
    ...(token === undefined ? [] : ['-H "authorization: JWT $TOKEN"']),
    ...(body === undefined ? [] : [`--data-binary '${body.slice(0, 2000).replaceAll("'", "'\\''")}'`]),
  ].join(' ')

async function client(): Promise<void> {
  for (let index = next++; index < requests; index = next++) {
    const request = requestAt(ground, `${values.seed}:${role}`, index)
    try {
      const answer = await send(request)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      slowest = Math.max(slowest, answer.ms)
      const faults = [
        ...faultsIn(request, answer, kept),
        ...(answer.ms > SLOW_MS ? [`took ${Math.round(answer.ms)} ms`] : []),
      ]
      if (faults.length > 0)
        failed.push(`#${index} ${faults.join('; ')}\n  ${curlOf(request)}\n  ${answer.text.slice(0, 300)}`)
    } catch (error) {
      failed.push(`#${index} no answer: ${String(error)}\n  ${curlOf(request)}`)
    }
  }
}

await Promise.all(Array.from({ length: CLIENTS }, client))
for (const one of failed.slice(0, 50)) console.error(one)
// What runs in the background after an edit has its time.
let differences = (await recount(await app.req())).differences
for (let tries = 0; differences.length > 0 && tries < 30; tries += 1) {
  await sleep(2000)
  differences = (await recount(await app.req())).differences
}
for (const difference of differences.slice(0, 20)) console.error(JSON.stringify(difference))
console.log(
  `${role}, seed ${values.seed}: ${requests} requests, ${[...statuses]
    .sort()
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')}; slowest ${Math.round(slowest)} ms; ${failed.length} faults; ${differences.length} differences.`,
)
await server.stop()
await app.stop()
rmSync(folder, { recursive: true, force: true })
process.exitCode = failed.length + differences.length === 0 ? 0 : 1

function mongoUri(uri: string): string {
  const url = new URL(uri)
  url.pathname = `/xianfeng_fuzz_${process.pid}`
  if (!url.searchParams.has('replicaSet')) url.searchParams.set('replicaSet', 'rs0')
  if (!url.searchParams.has('retryWrites')) url.searchParams.set('retryWrites', 'false')
  return url.href
}
