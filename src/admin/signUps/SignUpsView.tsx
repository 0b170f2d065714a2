import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { AppError } from '../../domain/shared/AppError.ts'
import { listSignUps, type SignUpSheet as Sheet } from '../../operations/seats/listSignUps.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn } from '../Screen.tsx'
import { filterNamed } from './filters.ts'
import { SignUpSheet } from './SignUpSheet.tsx'
import { SIGN_UP_TEXTS } from './texts.ts'

/** The tab “报名与到场” of an activity. */
export async function SignUpsView({ doc, initPageResult, searchParams }: DocumentViewServerProps) {
  const page = Math.max(1, Number(searchParams?.page) || 1)
  const show = filterNamed(searchParams?.show)
  const { role } = requireLogIn(initPageResult.req, PATHS.signUps(String(doc.id), show, page))
  const sheet = await readSheet(initPageResult.req, String(doc.id), page)
  return (
    <Gutter className="xf-screen">
      {sheet ? (
        <SignUpSheet sheet={sheet} key={show} first={show} isDepartment={role === 'department'} />
      ) : (
        <p className="xf-empty">{SIGN_UP_TEXTS.outOfScope}</p>
      )}
    </Gutter>
  )
}

/** Published activities of other units can be opened, their sign-ups cannot. */
async function readSheet(
  req: DocumentViewServerProps['initPageResult']['req'],
  id: string,
  page: number,
): Promise<Sheet | null> {
  try {
    return await listSignUps(req, id, page, new Date())
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
