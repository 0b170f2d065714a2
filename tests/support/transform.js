import { transformSync } from 'esbuild'

/** TypeScript for Jest: esbuild strips the types, tsc checks them. */
export default {
  process: (source, file) =>
    transformSync(source, {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'esm',
      target: 'node20',
      jsx: 'automatic',
      sourcemap: 'inline',
      sourcefile: file,
    }),
}
