import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { listContributions } from '../../operations/activities/listContributions.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn } from '../Screen.tsx'
import { ContributionList } from './ContributionList.tsx'

/** The tab “计入的活动” of a target: what its tally is made of, each line a way to the records behind it. */
export async function ContributionsView({ doc, initPageResult: { req }, searchParams }: DocumentViewServerProps) {
  const page = Math.max(1, Math.floor(Number(searchParams?.page)) || 1)
  const own = searchParams?.own === '1'
  const target = String(doc.id)
  const { role } = requireLogIn(req, PATHS.contributions(target, { own, page }))
  return (
    <Gutter className="xf-screen">
      <ContributionList
        contributions={await listContributions(req, { target, page, own }, new Date())}
        isDepartment={role === 'department'}
      />
    </Gutter>
  )
}
