import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps } from 'payload'
import { getSafeRedirect } from 'payload/shared'
import { staffAccount } from '../../operations/identity/requireUser.ts'
import { PATHS } from '../paths.ts'
import { LogInForm } from './LogInForm.tsx'
import { Outside } from './Outside.tsx'

export function LogInView({ initPageResult: { req }, searchParams }: AdminViewServerProps) {
  const next = getSafeRedirect({ fallbackTo: PATHS.dashboard, redirectTo: searchParams?.redirect ?? '' })
  if (staffAccount(req)) redirect(next)
  return (
    <Outside>
      <LogInForm next={next} />
    </Outside>
  )
}
