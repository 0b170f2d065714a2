import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Plan } from './measure.ts'
import { graphOf, markdownOf, type Measured } from './report.ts'

/** `npm run bench:site`: public pages against static bytes, sign-ups beside a crowd of readers. See bench/README.md. */
const folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-bench-'))
const out = path.join(folder, 'site.json')
const plan: Plan = { size: 10_000, clients: 32, rounds: 3, windowMs: 1000, readers: 1000, everyMs: 5000, out }
try {
  const { status } = spawnSync(process.execPath, ['-C', 'production', '--import', 'tsx', 'bench/site/measure.ts'], {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URI: `file:${path.join(folder, 'bench.db')}`,
      PAYLOAD_SECRET: 'bench-secret-bench-secret-bench-secret',
      DATA_KEY: '0123456789abcdef'.repeat(4),
      DATA_DIR: folder,
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'error',
      BENCH_PLAN: JSON.stringify(plan),
    },
  })
  if (status !== 0) throw new Error(`The measurement ended with ${status}`)
  const measured = JSON.parse(readFileSync(out, 'utf8')) as Measured
  const file = 'bench/results/site-sqlite'
  writeFileSync(`${file}.json`, JSON.stringify(measured))
  writeFileSync(`${file}.md`, markdownOf(measured))
  writeFileSync(`${file}.svg`, graphOf(measured))
  console.log(`Written: ${file}.md, .json and .svg`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
