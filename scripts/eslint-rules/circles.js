import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { eachImport } from './imports.js'

/**
 * No file imports itself by way of others. Imports of types count too: two files that need each other's types cannot be
 * read or moved one by one. The rule `no-cycle` of eslint-plugin-import-x passes over types.
 *
 * The cache of `npm run lint` hides no circle, because the file that closes it has changed. It keeps the report until
 * the reported file changes: where another file is mended, remove node_modules/.cache/eslint.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const circles = {
  meta: { type: 'problem', schema: [], messages: { circle: 'A circle of imports: {{way}}' } },
  create(context) {
    const file = context.filename
    // An editor keeps this process for hours: what it shows is read again.
    known.delete(file)
    return eachImport((node) => {
      const way = [targetOf(file, node?.value)].flatMap((target) => (target ? wayBetween(target, file) : []))
      if (way.length === 0) return
      const names = [file, ...way].map((one) => path.relative(context.cwd, one))
      context.report({ node, messageId: 'circle', data: { way: names.join(' → ') } })
    })
  },
}

/** @type {Map<string, string[]>} the files that each file imports, as stored on disk */
const known = new Map()

function importsOf(file) {
  const imports =
    known.get(file) ??
    ts
      .preProcessFile(readFileSync(file, 'utf8'), true, true)
      .importedFiles.flatMap(({ fileName }) => targetOf(file, fileName) ?? [])
  known.set(file, imports)
  return imports
}

/** Ours alone: packages import none of our files. */
function targetOf(file, specifier) {
  if (typeof specifier !== 'string' || !specifier.startsWith('.')) return undefined
  const target = path.resolve(path.dirname(file), specifier)
  return /\.m?[jt]sx?$/.test(target) && existsSync(target) ? target : undefined
}

/** The shortest way of imports from one file to the other, both included; empty where there is none. */
function wayBetween(from, to) {
  const before = new Map([[from, undefined]])
  for (const file of before.keys()) {
    if (file === to) {
      const way = []
      for (let step = file; step !== undefined; step = before.get(step)) way.unshift(step)
      return way
    }
    for (const next of importsOf(file)) if (!before.has(next)) before.set(next, file)
  }
  return []
}
