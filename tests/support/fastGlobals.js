/**
 * Jest runs modules in a context of its own, where each use of a global such as `Object` takes some 300 ns instead of
 * 20. Drizzle and Payload use them in their innermost loops. For esbuild: each module looks them up once, and uses
 * constants of its own from then on.
 */
const GLOBALS = ['Object', 'Array', 'Map', 'Set', 'Symbol', 'String', 'Number', 'JSON', 'Promise']

const constantOf = (name) => `global${name}`

export const fastGlobals = {
  define: Object.fromEntries(GLOBALS.map((name) => [name, constantOf(name)])),
  banner: `const ${GLOBALS.map((name) => `${constantOf(name)} = ${name}`).join(', ')};`,
}
