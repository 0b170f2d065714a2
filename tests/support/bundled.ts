import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { bundleOptions, threads } from '../../scripts/lib/bundle.mjs'

/** Beside the packages, which are found from there. Jest's runs have one each, every other process one of its own. */
const FOLDER = process.env.TEST_PROGRAMS ?? ownFolder()

function ownFolder(): string {
  const folder = path.resolve(`node_modules/.cache/xianfeng-programs-${process.pid}`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A TypeScript file as one that Node runs by itself, bundled as the server is. Once per run. */
export async function bundled(entry: string): Promise<string> {
  const folder = path.join(FOLDER, entry.replaceAll('/', '+'))
  if (!existsSync(folder)) await bundle(entry, folder)
  return path.join(folder, `${path.basename(entry, '.ts')}.js`)
}

/** The folder is there at once, with all its files: test files that run at the same time ask for it too. */
async function bundle(entry: string, folder: string): Promise<void> {
  const making = `${folder}.${process.pid}`
  // With the programs of its threads, as the server has them beside it.
  const entryPoints = { ...threads, [path.basename(entry, '.ts')]: entry }
  const { outputFiles } = await build({ ...bundleOptions, entryPoints, outdir: making, write: false as const })
  mkdirSync(making, { recursive: true })
  for (const file of outputFiles) writeFileSync(path.join(making, path.basename(file.path)), file.contents)
  try {
    renameSync(making, folder)
  } catch {
    // Another test file was first.
    rmSync(making, { recursive: true })
  }
}
