import config from '@payload-config'
import '@payloadcms/next/css'
import { handleServerFunctions, RootLayout } from '@payloadcms/next/layouts'
import type { ServerFunctionClient } from 'payload'
import type { ReactNode } from 'react'
import '../admin/screens.css'
import '../admin/audit/styles.css'
import '../admin/calendar/styles.css'
import '../admin/certificates/styles.css'
import '../admin/exports/styles.css'
import '../admin/counter/styles.css'
import '../admin/covers/styles.css'
import '../admin/dashboard/styles.css'
import '../admin/dates/styles.css'
import '../admin/door/styles.css'
import '../admin/help/styles.css'
import '../admin/history/styles.css'
import '../admin/imports/styles.css'
import '../admin/messages/styles.css'
import '../admin/posts/styles.css'
import '../admin/publishing/styles.css'
import '../admin/records/styles.css'
import '../admin/saving/styles.css'
import '../admin/recurrence/styles.css'
import '../admin/search/styles.css'
import '../admin/session/styles.css'
import '../admin/staff/styles.css'
import '../admin/signUps/styles.css'
import '../admin/statistics/styles.css'
import '../admin/targets/styles.css'
import '../admin/templates/styles.css'
import '../admin/theme.css'
import { importMap } from './admin/importMap.ts'

/** Rendered per request only: prerendering would boot Payload, and its database, inside the build. */
export const dynamic = 'force-dynamic'

const serverFunction: ServerFunctionClient = async (args) => {
  'use server'
  return handleServerFunctions({ ...args, config, importMap })
}

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <RootLayout config={config} importMap={importMap} serverFunction={serverFunction}>
      {children}
    </RootLayout>
  )
}
