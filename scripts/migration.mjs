import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, CommandFailed, main, run } from './lib/run.mjs'

const FOLDER = 'src/migrations'

/**
 * `npm run migration NAME`: writes the SQLite migration from the newest committed one to the collections as they are,
 * and puts what Payload generates into the form that the compiler asks for. Writes none when nothing changed.
 */
await main(async () => {
  const [name] = process.argv.slice(2)
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name))
    throw new CommandFailed('Give the migration a name in small letters: npm run migration add_station_hours')
  const scratch = mkdtempSync(join(tmpdir(), 'xianfeng-migration-'))
  try {
    await run(bin('payload/bin.js', 'migrate:create', name, '--skip-empty'), {
      env: {
        PAYLOAD_SECRET: 'x'.repeat(32),
        DATA_KEY: '0'.repeat(64),
        PAYLOAD_CONFIG_PATH: 'payload.config.ts',
        DATABASE_URI: `file:${join(scratch, 'empty.db')}`,
        DATA_DIR: scratch,
      },
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  for (const file of readdirSync(FOLDER).filter((entry) => entry.endsWith('.ts'))) {
    const path = join(FOLDER, file)
    const written = readFileSync(path, 'utf8')
    const tidy = file === 'index.ts' ? written.replace(/from '(\.\/\d+_\w+)'/g, "from '$1.ts'") : tidied(written)
    if (tidy !== written) writeFileSync(path, tidy)
  }
})

function tidied(source) {
  return source
    .replace(
      /import \{ MigrateUpArgs, MigrateDownArgs, sql \}/,
      'import { type MigrateUpArgs, type MigrateDownArgs, sql }',
    )
    .replace(/\{ db, payload, req \}: (MigrateUpArgs|MigrateDownArgs)/g, '{ db }: $1')
}
