import type { CollectionSlug, FlattenedField, Payload } from 'payload'

/**
 * Every reference that leads to no record, over all collections of the configuration. Written apart from
 * src/database/references.ts on purpose: it walks the records as Payload reads them, and shares no rule with what it
 * judges.
 */
export async function findDangling(payload: Payload): Promise<string[]> {
  const own = payload.config.collections.filter(({ slug }) => !slug.startsWith('payload-'))
  const ids = new Map<string, Set<string>>()
  const records = new Map<string, Record<string, unknown>[]>()
  for (const { slug } of own) {
    const { docs } = await payload.db.find<Record<string, unknown>>({ collection: slug, pagination: false, limit: 0 })
    records.set(slug, docs)
    ids.set(slug, new Set(docs.map(({ id }) => String(id))))
  }
  return own.flatMap(({ slug, flattenedFields }) =>
    (records.get(slug) ?? []).flatMap((record) =>
      referencesIn(flattenedFields, record)
        .filter(({ to, id }) => !ids.get(to)?.has(id))
        .map(({ name, to, id }) => `${slug} ${String(record.id)}: ${name} → ${to} ${id}`),
    ),
  )
}

/** A relationship of the configuration, as a path from the record. */
export interface Relationship {
  from: CollectionSlug
  to: CollectionSlug
  path: string
  isList: boolean
}

export function relationshipsOf(payload: Payload): Relationship[] {
  const own = payload.config.collections.filter(({ slug }) => !slug.startsWith('payload-'))
  const below = (from: CollectionSlug, fields: FlattenedField[], path: string): Relationship[] =>
    fields.flatMap((field) => {
      if ('flattenedFields' in field) return below(from, field.flattenedFields, `${path}${field.name}.`)
      return field.type === 'relationship'
        ? [
            {
              from,
              to: field.relationTo as CollectionSlug,
              path: `${path}${field.name}`,
              isList: field.hasMany === true,
            },
          ]
        : []
    })
  return own.flatMap(({ slug, flattenedFields }) => below(slug, flattenedFields, ''))
}

function referencesIn(
  fields: FlattenedField[],
  record: Record<string, unknown>,
): { name: string; to: string; id: string }[] {
  return fields.flatMap((field) => {
    const value = record[field.name]
    if (value === null || value === undefined) return []
    const values = Array.isArray(value) ? value : [value]
    if ('flattenedFields' in field)
      return values.flatMap((inner) => referencesIn(field.flattenedFields, inner as Record<string, unknown>))
    return field.type === 'relationship'
      ? values.map((id) => ({ name: field.name, to: field.relationTo as string, id: String(id) }))
      : []
  })
}
