import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secrets of a demo or development machine, kept in the data folder beside the database that they belong to. In
 * production they come from the environment, and a missing one stops the start.
 *
 * @returns {Record<string, string>} those that the environment does not set
 */
export function demoSecrets({ create = false } = {}) {
  const folder = process.env.DATA_DIR ?? 'data'
  const file = join(folder, 'secrets.env')
  if (!existsSync(file)) {
    if (!create) return {}
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      file,
      `PAYLOAD_SECRET=${randomBytes(32).toString('hex')}\nDATA_KEY=${randomBytes(32).toString('hex')}\n`,
      { mode: 0o600 },
    )
    console.log(`  made ${file}: whoever loses it loses the names and phone numbers in the database`)
  }
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const pairs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  return Object.fromEntries(pairs.filter(([name]) => !process.env[name]))
}
