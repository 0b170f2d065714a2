const METHODS = new Set([
  'find',
  'findByID',
  'findDistinct',
  'findVersions',
  'findVersionByID',
  'restoreVersion',
  'count',
  'countVersions',
  'create',
  'update',
  'delete',
  'duplicate',
  'findGlobal',
  'updateGlobal',
  'findGlobalVersions',
])

/**
 * Payload's Local API passes access rules by unless it is told not to, silently. So every call says which it is:
 * `overrideAccess: false` anywhere, `overrideAccess: true` only where the option `mayOverride` is set.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const localApi = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object', properties: { mayOverride: { type: 'boolean' } }, additionalProperties: false }],
    messages: {
      missing: 'payload.{{method}} must say overrideAccess: without it, access rules are passed by',
      literal: 'overrideAccess must be written out as true or false, so that a reader can see which',
      forbidden: 'overrideAccess: true is for hooks, access rules and the files named in eslint.config.js',
      alias: 'Call payload by its own name: an alias hides its calls from this rule',
    },
  },
  create(context) {
    const { mayOverride = false } = context.options[0] ?? {}
    const isPayload = (node) =>
      (node.type === 'Identifier' && node.name === 'payload') ||
      (node.type === 'MemberExpression' && !node.computed && node.property.name === 'payload')

    return {
      VariableDeclarator({ id, init }) {
        if (!init || !isPayload(init)) return
        const isOwnName = id.type === 'Identifier' && id.name === 'payload'
        const isMethodTaken = id.type === 'ObjectPattern' && id.properties.some(({ key }) => METHODS.has(key?.name))
        if (isMethodTaken || (id.type === 'Identifier' && !isOwnName)) context.report({ node: id, messageId: 'alias' })
      },
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'MemberExpression' || !isPayload(callee.object)) return
        const method = callee.computed ? String(callee.property.value) : callee.property.name
        if (!METHODS.has(method)) return
        const value = overrideAccessOf(node.arguments[0], context.sourceCode.getScope(node))
        if (!value) return context.report({ node, messageId: 'missing', data: { method } })
        if (value.type !== 'Literal' || typeof value.value !== 'boolean')
          return context.report({ node: value, messageId: 'literal' })
        if (value.value && !mayOverride) context.report({ node, messageId: 'forbidden' })
      },
    }
  },
}

/**
 * The value given for overrideAccess: in the object itself, or in a constant of the same file that is spread into it.
 */
function overrideAccessOf(argument, scope) {
  const object = objectOf(argument, scope)
  if (!object) return undefined
  let found
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') found = overrideAccessOf(property.argument, scope) ?? found
    else if (!property.computed && (property.key.name ?? property.key.value) === 'overrideAccess')
      found = property.value
  }
  return found
}

function objectOf(node, scope) {
  if (!node) return undefined
  if (node.type === 'ObjectExpression') return node
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return objectOf(node.expression, scope)
  if (node.type !== 'Identifier') return undefined
  for (let current = scope; current; current = current.upper) {
    const variable = current.set.get(node.name)
    if (!variable) continue
    const [definition] = variable.defs
    const isConstant = definition?.type === 'Variable' && definition.parent.kind === 'const'
    return isConstant ? objectOf(definition.node.init, scope) : undefined
  }
  return undefined
}
