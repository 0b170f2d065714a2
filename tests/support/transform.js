import { transformSync } from 'esbuild'
import { fastGlobals } from './fastGlobals.js'

/** TypeScript for Jest: esbuild strips the types, tsc checks them. */
export default {
  process: (source, file) =>
    transformSync(source, {
      ...fastGlobals,
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'esm',
      target: 'node20',
      jsx: 'automatic',
      sourcemap: 'inline',
      sourcefile: file,
    }),
}
