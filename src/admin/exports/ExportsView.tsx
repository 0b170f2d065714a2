import type { AdminViewServerProps } from 'payload'
import { listOwnUnits } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { ExportForm } from './ExportForm.tsx'
import { FILTERS } from './filters.ts'
import { EXPORT_TEXTS } from './texts.ts'

/** Participation records as a file, for the own subtree; with `?target=` those that count towards it. */
export async function ExportsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const { role } = requireLogIn(req, PATHS.exports)
  const units = await listOwnUnits(req)
  const { docs } = await req.payload.find({
    collection: 'targets',
    where: { id: { equals: String(view.searchParams?.target ?? '') } },
    select: { title: true },
    depth: 0,
    limit: 1,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const asked = Object.fromEntries(FILTERS.map((name) => [name, String(view.searchParams?.[name] ?? '')]))
  return (
    <Screen view={view} title={EXPORT_TEXTS.title} intro={EXPORT_TEXTS.intro}>
      <ExportForm units={units} target={docs[0] ?? null} isDepartment={role === 'department'} asked={asked} />
    </Screen>
  )
}
