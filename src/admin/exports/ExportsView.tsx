import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import { listOwnUnits } from '../../operations/listOwnUnits.ts'
import { MESSAGES } from '../messages.ts'
import { ExportForm } from './ExportForm.tsx'

const TEXT = MESSAGES.exports

/** Participation records as a file, for the own subtree. */
export async function ExportsView({ initPageResult, params, searchParams }: AdminViewServerProps) {
  const { req, permissions, visibleEntities, locale } = initPageResult
  const units = await listOwnUnits(req)
  return (
    <DefaultTemplate i18n={req.i18n} locale={locale} params={params} payload={req.payload} permissions={permissions} req={req} searchParams={searchParams} user={req.user ?? undefined} visibleEntities={visibleEntities}>
      <SetStepNav nav={[{ label: TEXT.title }]} />
      <Gutter className="xf-screen">
        <header className="xf-head">
          <div>
            <h1>{TEXT.title}</h1>
            <p>{TEXT.intro}</p>
          </div>
        </header>
        <ExportForm units={units} isDepartment={req.user?.collection === 'staff' && req.user.role === 'department'} />
      </Gutter>
    </DefaultTemplate>
  )
}
