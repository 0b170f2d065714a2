import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'
import path from 'node:path'
import { dropMongo, mongoUri } from './mongo.ts'

/** The value of `--name=value` on the command line. */
export const argument = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(`--${name}=`.length)

/** The machine, for the head of a result. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.version}`

/**
 * Runs a program on an empty database of its own, and again on each other one: SQLite, and MongoDB when
 * TEST_MONGODB_URI is set; `--only=sqlite` and the like leave one. It finds its plan in BENCH_PLAN, and writes what it
 * measured to the plan's `out`.
 *
 * @throws Error when the program ends with another status than 0
 */
export async function* measureOn<Measured>(
  program: string,
  plan: object,
  only = argument('only'),
): AsyncGenerator<{ database: string; measured: Measured }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'xianfeng-bench-'))
  const server = process.env.TEST_MONGODB_URI
  const databases = [
    { database: 'sqlite', uri: `file:${path.join(folder, 'bench.db')}` },
    ...(server ? [{ database: 'mongodb', uri: mongoUri(server) }] : []),
  ].filter(({ database }) => only === undefined || only === database)
  mkdirSync('bench/results', { recursive: true })
  try {
    for (const { database, uri } of databases) {
      const out = path.join(folder, `${database}.json`)
      const { status } = spawnSync(process.execPath, ['-C', 'production', '--import', 'tsx', program], {
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
          BENCH_PLAN: JSON.stringify({ ...plan, out }),
        },
      })
      if (database === 'mongodb') await dropMongo(uri)
      if (status !== 0) throw new Error(`The measurement on ${database} ended with ${status}`)
      yield { database, measured: JSON.parse(readFileSync(out, 'utf8')) as Measured }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
