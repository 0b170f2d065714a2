import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps, PayloadRequest } from 'payload'
import type { ReactNode } from 'react'
import { staffAccount } from '../operations/identity/requireUser.ts'
import type { Staff } from '../payload-types.ts'
import { PATHS } from './paths.ts'

/**
 * Payload asks whoever is not logged in to do so on its own pages only. Staff whose password is not their own yet find
 * the form for it on the dashboard.
 */
export function requireLogIn(req: PayloadRequest, path: string): Staff {
  const account = staffAccount(req) ?? redirect(PATHS.loginFor(path))
  return account.mustChangePassword ? redirect(PATHS.dashboard) : account
}

interface ContentProps {
  title: string
  intro: string
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
}

/** A screen of our own within Payload's frame: its menu, crumbs and header. */
export function Screen({ view, ...content }: ContentProps & { view: AdminViewServerProps }) {
  const { initPageResult, params, searchParams } = view
  const { req, permissions, visibleEntities, locale } = initPageResult
  return (
    <DefaultTemplate
      i18n={req.i18n}
      locale={locale}
      params={params}
      payload={req.payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={req.user ?? undefined}
      viewActions={req.payload.config.admin.components?.actions ?? []}
      visibleEntities={visibleEntities}
    >
      <ScreenContent {...content} />
    </DefaultTemplate>
  )
}

/** The same where Payload puts the frame around by itself, as it does for views of a collection. */
export function ScreenContent({ title, intro, aside, children }: ContentProps) {
  return (
    <>
      <SetStepNav nav={[{ label: title }]} />
      <Gutter className="xf-screen">
        <header className="xf-head">
          <div>
            <h1>{title}</h1>
            <p>{intro}</p>
          </div>
          {aside}
        </header>
        {children}
      </Gutter>
    </>
  )
}
