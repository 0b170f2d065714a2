import { callPayload, type Answer } from '../call.ts'

/** An export that was kept. */
export interface Definition {
  id: string
  name: string
  isOwn: boolean
  shared: boolean
  format: string
  columns: string[]
  filters: Record<string, string>
}

export type Kept = Pick<Definition, 'name' | 'shared' | 'format' | 'columns' | 'filters'>

const PATH = '/api/export-definitions'

/** Keeps a new one, or the changes of one that is there. */
export const keepDefinition = async (id: string | null, kept: Kept): Promise<Answer<{ doc: { id: string } }>> =>
  id === null ? callPayload('POST', PATH, kept) : callPayload('PATCH', `${PATH}/${id}`, kept)

export const removeDefinition = (id: string): Promise<Answer<unknown>> => callPayload('DELETE', `${PATH}/${id}`)

/** The query of the call that exports it. */
export const queryOf = ({ format, columns, filters }: Pick<Definition, 'format' | 'columns' | 'filters'>) =>
  new URLSearchParams({ ...filters, format, fields: columns.join(',') })
