/**
 * Jest runs modules in a context of its own, where each use of a global such as `Object` takes some 300 ns instead of
 * 20. Drizzle and Payload use them in their innermost loops, so their ES modules get them as constants: the same
 * objects, looked up once.
 */
const GLOBALS = ['Object', 'Array', 'Map', 'Set', 'Symbol', 'String', 'Number', 'JSON', 'Promise']

export default {
  process(source) {
    const used = GLOBALS.filter(
      (name) =>
        new RegExp(`\\b${name}\\b`).test(source) &&
        !new RegExp(`\\b(as|class|const|function|import|let|var)\\s+${name}\\b|[{,]\\s*${name}\\s*[},]`).test(source),
    )
    const isModule = /^\s*(import|export)\b/m.test(source)
    return { code: isModule && used.length > 0 ? `const { ${used.join(', ')} } = globalThis; ${source}` : source }
  },
}
