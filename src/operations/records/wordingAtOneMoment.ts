import type { PayloadRequest } from 'payload'
import { collectionsOf } from '../../database/references.ts'
import type { Snapshot, StoredTitle, TitledKind } from '../../database/snapshot.ts'
import { personTitle } from '../../domain/people/personTitle.ts'
import { labelOfKind, type WordedField, type Wording } from '../shared/valueInWords.ts'

/** A kind of record as plain values, which a worker thread can be handed. */
export interface PlainKind {
  slug: string
  label: string
  fields: WordedField[]
  /** Null where the asker may read no record of it, or not each. */
  titled: TitledKind | null
}

/** Every kind of record, as this member of staff may read it. */
export async function plainKinds(req: PayloadRequest): Promise<PlainKind[]> {
  const ofActivity: string[] = collectionsOf(req.payload.config, 'activity')
  const kinds: PlainKind[] = []
  for (const { slug, labels, flattenedFields, access, admin } of req.payload.config.collections) {
    const title = flattenedFields.find(({ name }) => name === (admin.useAsTitle ?? 'id'))
    // A title that is not stored is made of the person.
    const field = title && 'virtual' in title && title.virtual === true ? null : (admin.useAsTitle ?? 'id')
    const isRead = (await access.read({ req })) === true
    kinds.push({
      slug,
      label: labelOfKind(labels.singular),
      fields: (flattenedFields as WordedField[]).map(plainField),
      titled: isRead ? { slug, field, hasActivity: ofActivity.includes(slug) } : null,
    })
  }
  return kinds
}

function plainField({ name, type, label, options, relationTo, flattenedFields }: WordedField): WordedField {
  const plain = { name, type, label: typeof label === 'string' ? label : null }
  return {
    ...plain,
    ...(type === 'select' && { options: (options as { value: unknown; label: unknown }[]).map(plainOption) }),
    ...(type === 'relationship' && typeof relationTo === 'string' && { relationTo }),
    ...(flattenedFields && { flattenedFields: flattenedFields.map(plainField) }),
  }
}

const plainOption = ({ value, label }: { value: unknown; label: unknown }) => ({
  value,
  label: typeof label === 'string' ? label : null,
})

/** Titles that are kept: lines near each other name the same records, and those of a whole trail are too many. */
const REMEMBERED = 1000

/**
 * How records were called at the moment of the snapshot. All that is asked for in one go is looked up in one go: a
 * batch of lines asks the database once for each kind of record, not once for each line, and not again for those that
 * a batch before it named.
 */
export async function wordingAtOneMoment(snapshot: Snapshot, kinds: PlainKind[]): Promise<Wording> {
  const known = new Map(kinds.map((kind) => [kind.slug, kind]))
  const { units } = await snapshot.names()
  const remembered = new Map<string, StoredTitle | null>()
  const wanted = new Map<string, Map<string, ((found: StoredTitle | null) => void)[]>>()

  const lookUp = async (): Promise<void> => {
    const asked = [...wanted]
    wanted.clear()
    for (const [slug, waiting] of asked) {
      const titled = known.get(slug)?.titled
      const found = titled ? await snapshot.titles(titled, [...waiting.keys()]) : null
      for (const [id, answers] of waiting) {
        const title = found?.get(id) ?? null
        if (remembered.size >= REMEMBERED) remembered.clear()
        remembered.set(`${slug} ${id}`, title)
        for (const answer of answers) answer(title)
      }
    }
  }
  const find = (slug: string, id: string): Promise<StoredTitle | null> => {
    const title = remembered.get(`${slug} ${id}`)
    if (title !== undefined) return Promise.resolve(title)
    return new Promise((resolve, reject) => {
      if (wanted.size === 0) setImmediate(() => void lookUp().catch(reject))
      const waiting = wanted.get(slug) ?? new Map<string, ((found: StoredTitle | null) => void)[]>()
      wanted.set(slug, waiting)
      waiting.set(id, [...(waiting.get(id) ?? []), resolve])
    })
  }

  return {
    kindOf: (slug) => known.get(slug) ?? null,
    titleOf: async (slug, id) => {
      const found = await find(slug, id)
      const unit = slug === 'people' ? (units.get(found?.person?.unit ?? '') ?? null) : null
      const title = found?.person ? personTitle(found.person, unit) : (found?.title ?? null)
      return title === '' ? null : title
    },
    activityOf: async (slug, id) => (await find(slug, id))?.activity ?? null,
  }
}
