import type { PayloadRequest } from 'payload'
import { unitScope } from '../../access/unitScope.ts'
import { findRowsBy } from '../../database/rows.ts'

/** The unit of that name within the scope of who imports: its id, null for none, or `ambiguous`. */
export async function unitsByName(
  req: PayloadRequest,
  names: string[],
  isAnywhere = false,
): Promise<(name: string) => string | 'ambiguous' | null> {
  const asked = [...new Set(names)]
  const found = asked.length === 0 ? [] : await findRowsBy(req, 'units', { name: asked }, ['id', 'name'])
  const scope = isAnywhere ? 'all' : await unitScope(req)
  return (name) => {
    const [only, ...others] = found.filter((unit) => unit.name === name && (scope === 'all' || scope.includes(unit.id)))
    return others.length > 0 ? 'ambiguous' : (only?.id ?? null)
  }
}
