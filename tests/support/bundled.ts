import { mkdirSync, mkdtempSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const CACHE = path.resolve('node_modules/.cache/xianfeng-tests')
const made = new Map<string, Promise<string>>()

/** A TypeScript file as one that Node runs by itself: it starts in a third of the time that it takes under tsx. Once per test file, as the code is at that moment. */
export function bundled(entry: string): Promise<string> {
  const known = made.get(entry) ?? bundle(entry)
  made.set(entry, known)
  return known
}

async function bundle(entry: string): Promise<string> {
  // Beside the packages, which are found from there.
  mkdirSync(CACHE, { recursive: true })
  const outfile = path.join(mkdtempSync(path.join(CACHE, 'run-')), `${path.basename(entry, '.ts')}.js`)
  await build({ entryPoints: [entry], outfile, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20', jsx: 'automatic', logLevel: 'warning' })
  return outfile
}
