import path from 'node:path'
import { transformSync } from 'esbuild'
import { fastGlobals } from './fastGlobals.js'

/** Tests hand functions of theirs to a browser, which has no constants of ours. */
const SOURCES = path.resolve(import.meta.dirname, '../../src') + path.sep

/** TypeScript for Jest: esbuild strips the types, tsc checks them. */
export default {
  process: (source, file) =>
    transformSync(source, {
      ...(file.startsWith(SOURCES) && fastGlobals),
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'esm',
      target: 'node20',
      jsx: 'automatic',
      sourcemap: 'inline',
      sourcefile: file,
    }),
}
