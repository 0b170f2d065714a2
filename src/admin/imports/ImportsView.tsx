import type { AdminViewServerProps } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { unitOf } from '../../operations/identity/requireUser.ts'
import { activityOfSheet } from '../../operations/imports/activityOfSheet.ts'
import { listImports } from '../../operations/imports/listImports.ts'
import { viewImport } from '../../operations/imports/viewImport.ts'
import { listOwnUnits } from '../../operations/units/listOwnUnits.ts'
import { mayMakeUnits } from '../../operations/units/mayMakeUnits.ts'
import { askedId } from '../askedId.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { EarlierImports } from './EarlierImports.tsx'
import { ImportRun } from './ImportRun.tsx'
import { ImportStart } from './ImportStart.tsx'
import { IMPORT_TEXTS } from './texts.ts'

/** Records from files: to choose one, with `?activity=` its sign-in sheet; with `?import=` how far one has come. */
export async function ImportsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  const [asked, activityId] = [askedId(view.searchParams?.import), askedId(view.searchParams?.activity)]
  const staff = requireLogIn(req, PATHS.imports(activityId ?? undefined))
  const found = asked === null ? null : await orNull(() => viewImport(req, asked, {}))
  const activity = activityId === null ? null : await activityOfSheet(req, activityId)
  return (
    <Screen view={view} title={IMPORT_TEXTS.title} intro={IMPORT_TEXTS.intro}>
      {found ? (
        <ImportRun key={found.id} initial={found} />
      ) : (
        <div className="xf-imports">
          {view.searchParams?.import !== undefined && <p className="xf-notice">{IMPORT_TEXTS.importGone}</p>}
          {view.searchParams?.activity !== undefined && activity === null && (
            <p className="xf-notice">{IMPORT_TEXTS.gone}</p>
          )}
          <ImportStart
            units={await listOwnUnits(req)}
            own={unitOf(staff)}
            hasUnits={await mayMakeUnits(req)}
            activity={activity}
          />
          <EarlierImports imports={await listImports(req)} />
        </div>
      )}
    </Screen>
  )
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
