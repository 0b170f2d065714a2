import path from 'node:path'
import { eachImport } from './imports.js'

/**
 * Imports run downwards only. The option says, for each folder (or file) of src, which others and which packages it may
 * import; what the table does not name may not be imported by anyone in it. Inside a layer that is divided into
 * domains, a domain imports itself and those before it in `domains`.
 *
 * @typedef {{ imports: string[], packages?: string[], isDivided?: boolean }} Layer `packages` left out: any
 * @type {import('eslint').Rule.RuleModule}
 */
export const layers = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      layer: '{{from}} must not import {{to}}: imports run downwards only (docs/architecture.md)',
      unknown: '{{from}} is no layer: name it in eslint.config.js',
      package: '{{from}} must not import the package {{to}}',
      domain:
        'In {{layer}}, {{from}} must not import {{to}}: a domain imports those before it only (docs/architecture.md)',
      homeless: '{{file}} is in no domain: put it into one of the folders that eslint.config.js names',
      feature: 'The feature {{from}} must not import the feature {{to}}: share through src/frontend outside features/',
    },
  },
  create(context) {
    const { table, serverOnly, exceptions, domains } = context.options[0]
    const source = path.resolve(context.cwd, 'src')
    const file = path.relative(source, context.filename)
    if (file.startsWith('..')) return {}
    const from = layerOf(file)
    const layer =
      from === serverOnly.folder && serverOnly.files.some((ending) => file.endsWith(ending)) ? serverOnly : table[from]
    const excused = exceptions[`src/${file}`] ?? []

    const check = (node) => {
      const specifier = node?.value
      if (typeof specifier !== 'string') return
      if (!layer) return context.report({ node, messageId: 'unknown', data: { from } })
      if (!specifier.startsWith('.')) {
        const isAllowed =
          layer.packages === undefined ||
          layer.packages.some(
            (name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`),
          )
        if (!isAllowed) context.report({ node, messageId: 'package', data: { from, to: specifier } })
        return
      }
      const target = path.relative(source, path.resolve(path.dirname(context.filename), specifier))
      const to = target.startsWith('..') ? path.basename(target).replace(/\.\w+$/, '') : layerOf(target)
      const [ownFeature, otherFeature] = [featureOf(file), featureOf(target)]
      if (ownFeature && otherFeature && ownFeature !== otherFeature)
        context.report({ node, messageId: 'feature', data: { from: ownFeature, to: otherFeature } })
      if (to === from && layer.isDivided) {
        const [own, other] = [file, target].map((one) => domains.indexOf(one.split(path.sep)[1]))
        if (own !== -1 && other > own)
          context.report({ node, messageId: 'domain', data: { layer: from, from: domains[own], to: domains[other] } })
      }
      const isAllowed = to === from || layer.imports.includes('*') || layer.imports.includes(to) || excused.includes(to)
      if (!isAllowed) context.report({ node, messageId: 'layer', data: { from, to } })
    }
    return {
      Program(node) {
        if (layer?.isDivided && !domains.includes(file.split(path.sep)[1]))
          context.report({ node, messageId: 'homeless', data: { file } })
      },
      ...eachImport(check),
    }
  },
}

/** `domain` of `domain/seats/seats.ts`, `env` of `env.ts`. */
function layerOf(file) {
  return file.split(path.sep)[0].replace(/\.\w+$/, '')
}

function featureOf(file) {
  const [folder, features, feature] = file.split(path.sep)
  return folder === 'frontend' && features === 'features' ? feature : undefined
}
