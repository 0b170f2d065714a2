import type { PayloadRequest } from 'payload'
import type { PersonKind } from '../../domain/people/vocabulary.ts'

/** The groups that a person belongs to by their own word; a list, which rows as stored are without. */
export async function kindsOf(req: PayloadRequest, id: string): Promise<PersonKind[]> {
  const person = await req.payload.db.findOne<{ id: string; kinds?: PersonKind[] | null }>({
    collection: 'people',
    where: { id: { equals: id } },
    select: { kinds: true },
    req,
  })
  return person?.kinds ?? []
}
