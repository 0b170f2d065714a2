import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
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
  const { outputFiles } = await build({ entryPoints: [entry], write: false, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20.19', jsx: 'automatic', logLevel: 'warning' })
  const [{ contents, hash }] = outputFiles as [(typeof outputFiles)[number]]
  // Beside the packages, which are found from there. Named by what it holds, and there at once: test files that run at the same time share it.
  const file = path.join(CACHE, `${path.basename(entry, '.ts')}-${hash.replaceAll(/\W/g, '')}.js`)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(`${file}.${process.pid}`, contents)
  renameSync(`${file}.${process.pid}`, file)
  return file
}
