import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'
import path from 'node:path'
import { dropMongo, mongoUri } from '../mongo.ts'
import type { Cell, Plan } from './measure.ts'

/**
 * `npm run bench:export [-- --rows=10000,100000] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI is set. See
 * bench/README.md.
 */
const argument = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(`--${name}=`.length)
const sizes = (argument('rows') ?? '10000,100000').split(',').map(Number)
const folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-bench-'))
const mongo = process.env.TEST_MONGODB_URI
const databases = [
  { name: 'sqlite', uri: `file:${path.join(folder, 'bench.db')}` },
  ...(mongo ? [{ name: 'mongodb', uri: mongoUri(mongo) }] : []),
].filter(({ name }) => argument('only') === undefined || argument('only') === name)

try {
  for (const { name, uri } of databases) {
    const plan: Plan = { sizes, out: path.join(folder, `${name}.json`) }
    const { status } = spawnSync(process.execPath, ['-C', 'production', '--import', 'tsx', 'bench/export/measure.ts'], {
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
    })
    if (name === 'mongodb') await dropMongo(uri)
    if (status !== 0) throw new Error(`The measurement on ${name} ended with ${status}`)
    const { cells } = JSON.parse(readFileSync(plan.out, 'utf8')) as { cells: Cell[] }
    mkdirSync('bench/results', { recursive: true })
    const file = `bench/results/export-${name}`
    writeFileSync(`${file}.json`, JSON.stringify({ database: name, cells }))
    writeFileSync(`${file}.md`, markdownOf(name, cells))
    console.log(`Written: ${file}.md and .json`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function markdownOf(database: string, cells: Cell[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.version}`
  return [
    `# bench/export: ${database}`,
    '',
    `On ${machine}; load generator and server share it. Only the ratios mean anything elsewhere. What is measured: bench/README.md.`,
    '',
    '| rows | file | MB | floor rows/s | ours rows/s | ours : floor | first byte, ms | peak, MB (before, floor) | page p95 during, ms | alone | ratio |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...cells.map(({ format, floor, ours }) => {
      const columns = [
        ours.rows,
        format,
        (ours.bytes / 2 ** 20).toFixed(1),
        Math.round(floor.rows / floor.seconds),
        Math.round(ours.rows / ours.seconds),
        (floor.seconds / ours.seconds).toFixed(2),
        Math.round(ours.firstMs),
        `${Math.round(ours.peakMb)} (${Math.round(ours.beforeMb)}, ${Math.round(floor.peakMb)})`,
        ours.pageP95.toFixed(1),
        ours.pageP95Alone.toFixed(1),
        (ours.pageP95 / ours.pageP95Alone).toFixed(2),
      ]
      return `| ${columns.join(' | ')} |`
    }),
    '',
  ].join('\n')
}
