/**
 * Packages that stay outside of bundles: native code, files read beside their code, and Next, which `next build`
 * bundles itself.
 */
const OUTSIDE = [
  'libsql',
  '@libsql/*',
  'sharp',
  'mongodb',
  'mongoose',
  'pdfkit',
  'fontkit',
  'chinese-days',
  'next',
  'react',
  'react-dom',
]

/** Programs that the server runs in threads of its own: they lie beside it, under these names. */
export const threads = { exporter: 'src/operations/records/exporter.ts' }

/**
 * How esbuild makes one program of an entry point, its packages included: Node loads a few files instead of a thousand,
 * so that a server or a command starts in a third of the time. What is imported on demand stays in files of its own.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const bundleOptions = {
  bundle: true,
  splitting: true,
  external: OUTSIDE,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['production'],
  jsx: 'automatic',
  logLevel: 'warning',
  // A process keeps the text of its programs in memory, twice the size where one comment is not ASCII, and their maps:
  // with comments and sources the server takes 30 MB more.
  minifyWhitespace: true,
  sourcesContent: false,
  // CommonJS packages ask for Node's own modules by `require`, which an ES module has not.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
}
