import type { AdminViewServerProps } from 'payload'
import { listOwnUnits } from '../../operations/units/listOwnUnits.ts'
import type { ExportDefinition } from '../../payload-types.ts'
import { askedId } from '../askedId.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import type { Definition } from './definitions.ts'
import { Definitions } from './Definitions.tsx'
import { ExportForm } from './ExportForm.tsx'
import { FILTERS } from './filters.ts'
import { EXPORT_TEXTS } from './texts.ts'

/** More kept exports than anybody looks through. */
const MOST = 100

/**
 * Participation records as a file, for the own subtree; with `?target=` those that count towards it, with
 * `?definition=` an export that was kept.
 */
export async function ExportsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const { id, role } = requireLogIn(req, PATHS.exports)
  const units = await listOwnUnits(req)
  const own = { depth: 0, overrideAccess: false, req, user: req.user } as const
  const { docs } = await req.payload.find({ collection: 'export-definitions', sort: 'name', limit: MOST, ...own })
  const wanted = askedId(view.searchParams?.definition)
  const found =
    wanted === null
      ? null
      : await req.payload.findByID({ collection: 'export-definitions', id: wanted, disableErrors: true, ...own })
  const opened = found && definitionFrom(found, id)
  const target = String(view.searchParams?.target ?? opened?.filters.target ?? '')
  const targetId = askedId(target)
  const title =
    targetId &&
    (
      await req.payload.findByID({
        collection: 'targets',
        id: targetId,
        select: { title: true },
        disableErrors: true,
        ...own,
      })
    )?.title
  const given = FILTERS.map((name) => [name, String(view.searchParams?.[name] ?? '')])
  const asked = opened ? { ...opened.filters, format: opened.format } : Object.fromEntries(given)
  return (
    <Screen view={view} title={EXPORT_TEXTS.title} intro={EXPORT_TEXTS.intro}>
      <Definitions definitions={docs.map((doc) => definitionFrom(doc, id))} />
      {view.searchParams?.definition !== undefined && opened === null && (
        <p className="xf-notice" role="status">
          {EXPORT_TEXTS.definitionGone}
        </p>
      )}
      <ExportForm
        key={opened?.id}
        units={units}
        target={target === '' ? null : { id: target, title: title ?? null }}
        isDepartment={role === 'department'}
        asked={asked}
        opened={opened}
      />
    </Screen>
  )
}

function definitionFrom(doc: ExportDefinition, staff: string): Definition {
  const { id, name, owner, shared, format, columns, filters } = doc
  return {
    id,
    name,
    isOwn: owner === staff,
    shared: shared === true,
    format,
    columns: columns as string[],
    filters: filters as Record<string, string>,
  }
}
