import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { CommandFailed, main, node, run, step } from './lib/run.mjs'
import { demoSecrets } from './lib/secrets.mjs'

/**
 * `npm run demo`: from a fresh clone to a served site with the demo county. Whatever is there already is used again;
 * PORT and every other setting of .env.example are honoured. Ctrl-C ends it.
 */
const READY_SECONDS = 60

await main(async () => {
  await step('install packages', install)
  await build()
  const port = process.env.PORT ?? '3000'
  const url = process.env.PUBLIC_URL ?? `http://localhost:${port}`
  await requireFree(Number(port))
  const env = { NODE_ENV: 'production', PORT: port, PUBLIC_URL: url, DATA_DIR: process.env.DATA_DIR ?? 'data' }
  await step('secrets', () => void Object.assign(env, demoSecrets({ create: true })))
  // The seed applies the migrations first, leaves a database alone that it has filled already, and prints the logins.
  await step('demo county', () =>
    run(node('--enable-source-maps', 'dist/seed.js'), { env: { LOG_LEVEL: 'warn', ...env } }),
  )
  await serve(env, url)
})

async function serve(env, url) {
  const started = Date.now()
  console.log('\n▸ serve')
  const server = spawn(process.execPath, ['-C', 'production', '--enable-source-maps', 'dist/server.js'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  const ended = new Promise((done) => server.once('close', (status) => done(status)))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  const isReady = await untilReady(`http://127.0.0.1:${env.PORT}/readyz`, () => server.exitCode === null)
  if (isReady) announce(url, env, (Date.now() - started) / 1000)
  const status = await ended
  if (!isReady) throw new CommandFailed(`The server did not start (${status}); its own message is above`)
}

async function untilReady(address, isAlive) {
  for (const deadline = Date.now() + READY_SECONDS * 1000; isAlive() && Date.now() < deadline; await sleep(200)) {
    if ((await fetch(address).catch(() => null))?.ok) return true
  }
  return false
}

function announce(url, env, seconds) {
  console.log(`\n  Served after ${seconds.toFixed(1)} s\n\n  Site   ${url}\n  Admin  ${url}/admin\n`)
  console.log('  Demo logins are listed above, with the demo county.')
  if (!process.env.SMTP_URL) console.log(`  One-time codes are written to ${join(env.DATA_DIR, 'outbox')}\n`)
  console.log('  Ctrl-C ends it.\n')
}

async function requireFree(port) {
  const probe = createServer()
  await new Promise((done, fail) => {
    probe.once('error', () =>
      fail(
        new CommandFailed(`Port ${port} is in use: end what runs there, or choose another with PORT=3001 npm run demo`),
      ),
    )
    probe.listen(port, process.env.HOST ?? '127.0.0.1', () => probe.close(done))
  })
}
