import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions } from '../../scripts/lib/bundle.mjs'

/**
 * Packages of many small modules. Jest loads every module anew for every test file, so they are bundled once, all
 * together: a module that several of them use stays one module.
 */
const PACKAGES = [
  '@payloadcms/db-mongodb',
  '@payloadcms/db-sqlite',
  '@payloadcms/db-sqlite/drizzle',
  '@payloadcms/db-sqlite/drizzle/libsql',
  '@payloadcms/db-sqlite/drizzle/sqlite-core',
  '@payloadcms/translations',
  '@payloadcms/translations/languages/zh',
  'jose',
  'payload',
  'payload/shared',
  'zod',
]

/** Named after all that its content depends on. */
const FOLDER = `node_modules/.cache/xianfeng-packages-${hashOf('package-lock.json', 'scripts/lib/bundle.mjs', 'tests/support/packages.js')}`

const fileOf = (name) => name.replaceAll('/', '+')

/** For Jest's `moduleNameMapper`. */
export const packageFiles = Object.fromEntries(
  PACKAGES.map((name) => [`^${name}$`, `<rootDir>/${FOLDER}/${fileOf(name)}.js`]),
)

/** Jest's `globalSetup`: bundles the packages unless they are bundled, and begins a folder for the run's programs. */
export default async function prepareRun() {
  mkdirSync(path.dirname(FOLDER), { recursive: true })
  process.env.TEST_PROGRAMS = mkdtempSync(path.join(path.dirname(FOLDER), 'xianfeng-programs-'))
  if (existsSync(FOLDER)) return
  const making = `${FOLDER}.${process.pid}`
  await build({
    ...bundleOptions,
    entryPoints: Object.fromEntries(PACKAGES.map((name) => [fileOf(name), name])),
    outdir: making,
  })
  try {
    renameSync(making, FOLDER)
  } catch {
    // Another run was first.
    rmSync(making, { recursive: true })
  }
}

function hashOf(...files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(path.join(import.meta.dirname, '../..', file)))
  return hash.digest('hex').slice(0, 12)
}
