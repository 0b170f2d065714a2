import type { AdminViewServerProps } from 'payload'
import { redirect } from 'next/navigation.js'
import { listOwnUnits } from '../../operations/units/listOwnUnits.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, ScreenContent } from '../Screen.tsx'
import { InviteForm } from './InviteForm.tsx'
import { INVITE_TEXTS } from './texts.ts'

/** In place of Payload's form for a new account, which would have somebody else choose the password. */
export async function InviteView({ initPageResult: { req } }: AdminViewServerProps) {
  if (requireLogIn(req, PATHS.newStaff).role !== 'department') redirect(PATHS.staff)
  const units = await listOwnUnits(req, true)
  return (
    <ScreenContent title={INVITE_TEXTS.title} intro={INVITE_TEXTS.intro}>
      <InviteForm units={units} />
    </ScreenContent>
  )
}
