import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dropMongo, mongoUri } from '../mongo.ts'
import type { Plan } from './measure.ts'
import type { Profiled } from './profile.ts'
import { graphOf, markdownOf, profileMarkdownOf, type Measured } from './report.ts'

/**
 * `npm run bench:registration [-- --quick] [-- --profile] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI is
 * set. See bench/README.md.
 */
const isQuick = process.argv.includes('--quick')
const isProfile = process.argv.includes('--profile')
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length)
const sizes = isQuick ? [1000, 100_000] : [1000, 100_000, 1_000_000]
const folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-bench-'))
const mongo = process.env.TEST_MONGODB_URI
const databases = [
  { name: 'sqlite', uri: `file:${path.join(folder, 'bench.db')}` },
  ...(mongo ? [{ name: 'mongodb', uri: mongoUri(mongo) }] : []),
].filter(({ name }) => only === undefined || only === name)

const measured: (Measured | Profiled)[] = []
try {
  for (const { name, uri } of databases) {
    const out = path.join(folder, `${name}.json`)
    const plan: Plan = { sizes, clients: [1, 16, 256], rounds: isQuick ? 2 : 3, windowMs: isQuick ? 500 : 1000, out }
    const { status } = spawnSync(
      process.execPath,
      ['-C', 'production', '--import', 'tsx', `bench/registration/${isProfile ? 'profile' : 'measure'}.ts`],
      {
        stdio: 'inherit',
        env: {
          ...process.env,
          NODE_ENV: 'production',
          DATABASE_URI: uri,
          PAYLOAD_SECRET: 'bench-secret-bench-secret-bench-secret',
          DATA_KEY: '0123456789abcdef'.repeat(4),
          DATA_DIR: folder,
          RATE_LIMITS: 'off',
          LOG_LEVEL: 'error',
          BENCH_PLAN: JSON.stringify(plan),
        },
      },
    )
    if (status !== 0) throw new Error(`The measurement on ${name} ended with ${status}`)
    measured.push(JSON.parse(readFileSync(out, 'utf8')) as Measured | Profiled)
    if (name === 'mongodb') await dropMongo(uri)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

// One file for each database, so that one can be measured again without the other.
mkdirSync('bench/results', { recursive: true })
for (const one of measured) {
  const file = `bench/results/${isProfile ? 'profile' : isQuick ? 'registration-quick' : 'registration'}-${one.database === 'sqlite' ? 'sqlite' : 'mongodb'}`
  writeFileSync(`${file}.json`, JSON.stringify(one))
  if ('cells' in one) {
    writeFileSync(`${file}.svg`, graphOf(one))
    writeFileSync(`${file}.md`, markdownOf(one, isQuick, `${path.basename(file)}.svg`))
  } else writeFileSync(`${file}.md`, profileMarkdownOf(one))
  console.log(`Written: ${file}.md and .json`)
}
