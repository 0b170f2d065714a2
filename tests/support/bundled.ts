import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, threads } from '../../scripts/lib/bundle.mjs'

const CACHE = path.resolve('node_modules/.cache/xianfeng-tests')
const made = new Map<string, Promise<string>>()

/**
 * A TypeScript file as one that Node runs by itself, bundled as the server is. Once per test file, as the code is at
 * that moment.
 */
export function bundled(entry: string): Promise<string> {
  const known = made.get(entry) ?? bundle(entry)
  made.set(entry, known)
  return known
}

async function bundle(entry: string): Promise<string> {
  const name = path.basename(entry, '.ts')
  // With the programs of its threads, as the server has them beside it.
  const entryPoints = { ...threads, [name]: entry }
  const { outputFiles } = await build({ ...bundleOptions, entryPoints, outdir: CACHE, write: false as const })
  const hash = createHash('sha256')
  for (const file of outputFiles) hash.update(file.hash)
  // Beside the packages, which are found from there. Test files that run at the same time share a folder: it is named
  // by what it holds, and there at once.
  const folder = path.join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`)
  const making = `${folder}.${process.pid}`
  mkdirSync(making, { recursive: true })
  for (const file of outputFiles) writeFileSync(path.join(making, path.basename(file.path)), file.contents)
  try {
    renameSync(making, folder)
  } catch {
    // Another test file was first.
    rmSync(making, { recursive: true })
  }
  return path.join(folder, `${name}.js`)
}
