import path from 'node:path'
import { zh } from '@payloadcms/translations/languages/zh'
import { APIError, buildConfig, type CollectionConfig, type SanitizedConfig } from 'payload'
import { withoutStrayBlanks } from './src/admin/language/withoutStrayBlanks.ts'
import { payloadTexts } from './src/admin/language/payloadTexts.ts'
import { collections } from './src/collections/index.ts'
import { isTransientConflict } from './src/database/runInTransaction.ts'
import { isLocked } from './src/database/patiently.ts'
import { AppError } from './src/domain/shared/AppError.ts'
import { callsBeside, withCalls } from './src/endpoints/index.ts'
import { REFUSED, withoutDuplicate } from './src/endpoints/withoutDuplicate.ts'
import { env } from './src/env.ts'
import { mailAdapter } from './src/email/mailAdapter.ts'
import { answerErrors } from './src/hooks/shared/answerErrors.ts'
import { withBulkChanges } from './src/hooks/shared/bulkChanges.ts'
import { uncountLogIn } from './src/hooks/identity/limitLogIns.ts'
import { withQueryGate } from './src/hooks/shared/queryGate.ts'
import { withOpenPeople } from './src/hooks/people/people.ts'
import { withGuardedReferences } from './src/hooks/shared/references.ts'
import { withSoundRequests } from './src/hooks/shared/soundRequests.ts'
import { hasPersonTitle, PERSON_TITLE, withPersonSearch } from './src/hooks/people/searchByPerson.ts'
import { withoutStaleSaves } from './src/hooks/shared/refuseStaleSaves.ts'
import { refuseDisabled } from './src/hooks/identity/staff.ts'
import { staffOnlyInternals } from './src/hooks/shared/staffOnlyInternals.ts'
import { withCountyTime } from './src/hooks/shared/withCountyTime.ts'
import { withOwnScreens } from './src/hooks/shared/withOwnScreens.ts'

const root = process.cwd()

// Only the packages of the database in use are loaded.
const { db } = env.isMongo ? await import('./src/database/onMongo.ts') : await import('./src/database/onSqlite.ts')

/** Whoever logs in or out: over https no cookie of ours goes without encryption. */
const withSecureCookies = (collection: CollectionConfig): CollectionConfig =>
  typeof collection.auth === 'object'
    ? { ...collection, auth: { ...collection.auth, cookies: { ...collection.auth.cookies, secure: env.isHttps } } }
    : collection

/** MongoDB looks for the parts of a name in the list itself, SQLite in a table that triggers keep (src/migrations). */
const withIndexedParts = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  fields: collection.fields.map((field) =>
    env.isMongo && field.type === 'json' && field.custom?.partsOf ? { ...field, index: true } : field,
  ),
})

const built = buildConfig({
  secret: env.PAYLOAD_SECRET,
  serverURL: env.PUBLIC_URL,
  csrf: [new URL(env.PUBLIC_URL).origin],
  cookiePrefix: `${env.cookiePrefix}payload`,
  db,
  email: mailAdapter,
  collections: collections
    .map(withCalls)
    .map(withSecureCookies)
    .map(withoutDuplicate)
    .map(withIndexedParts)
    .map(withGuardedReferences)
    .map(withPersonSearch)
    .map(withSoundRequests)
    .map(withoutStaleSaves)
    .map(withLongPages),
  endpoints: callsBeside(collections),
  hooks: {
    afterError: [
      async ({ error, req }) => {
        const retryAfter =
          error instanceof APIError ? (error.data as { retryAfter?: unknown } | null | undefined)?.retryAfter : null
        const headers = (req.responseHeaders ??= new Headers())
        if (typeof retryAfter === 'number') headers.set('retry-after', String(retryAfter))
        if (isLocked(error)) {
          const { status, message, code, retryAfter: seconds } = new AppError('busy')
          headers.set('retry-after', String(seconds))
          return { status, response: { errors: [{ message, data: { code } }] } }
        }
        // Nothing was written: src/server/api.ts runs the request again when it sees this header.
        if (isTransientConflict(error)) {
          headers.set('x-transient-conflict', '1')
          await uncountLogIn(req)
        }
      },
      answerErrors,
    ],
  },
  onInit: refuseDisabled,
  graphQL: { disable: true },
  defaultDepth: 0,
  maxDepth: 2,
  telemetry: false,
  i18n: {
    supportedLanguages: { zh: { ...zh, translations: withoutStrayBlanks(zh.translations) } },
    fallbackLanguage: 'zh',
    translations: { zh: payloadTexts },
  },
  typescript: { outputFile: path.resolve(root, 'src/payload-types.ts') },
  logger: { options: { level: env.LOG_LEVEL } },
  // What we refuse is the client's mistake and no fault to wake anybody for.
  loggingLevels: { APIError: 'info', QueryError: 'info' },
  admin: {
    user: 'staff',
    avatar: 'default',
    dateFormat: 'yyyy-MM-dd HH:mm',
    timezones: {
      defaultTimezone: 'Asia/Shanghai',
      supportedTimezones: [{ label: '北京时间', value: 'Asia/Shanghai' }],
    },
    theme: 'light',
    // Payload's screen for it knows no second factor; ours is the view `reset` below.
    routes: { reset: '/reset-by-payload' },
    meta: {
      titleSuffix: '· 先“蜂”',
      description: '志愿服务与活动管理',
      icons: [{ rel: 'icon', type: 'image/svg+xml', url: '/favicon.svg' }],
      openGraph: { title: '先“蜂”', siteName: '先“蜂”', description: '志愿服务与活动管理' },
      defaultOGImageType: 'off',
      robots: 'noindex, nofollow',
    },
    components: {
      providers: [
        '/session/Connection.tsx#Connection',
        '/language/InChinese.tsx#InChinese',
        '/session/OwnPassword.tsx#OwnPassword',
      ],
      actions: ['/search/SearchBox.tsx#SearchBox'],
      logout: { Button: '/nav/LogOut.tsx#LogOut' },
      graphics: { Logo: '/brand/Logo.tsx#Logo', Icon: '/brand/Icon.tsx#Icon' },
      beforeNavLinks: ['/nav/NavLinks.tsx#NavLinks'],
      views: {
        dashboard: { Component: '/dashboard/Dashboard.tsx#Dashboard' },
        login: { Component: '/session/LogInView.tsx#LogInView', path: '/login', meta: { title: '登录' } },
        createFirstUser: {
          Component: '/session/FirstAccountView.tsx#FirstAccountView',
          path: '/create-first-user',
          meta: { title: '建立首个账号' },
        },
        invitation: {
          Component: '/session/InvitationView.tsx#InvitationView',
          path: '/invitation',
          meta: { title: '接受邀请' },
        },
        resetPassword: {
          Component: '/session/ResetView.tsx#ResetView',
          path: '/reset',
          meta: { title: '设置新密码' },
        },
        messages: {
          Component: '/messages/PreviewsView.tsx#PreviewsView',
          path: '/message-templates',
          meta: { title: '消息样式' },
        },
        counter: {
          Component: '/counter/CounterView.tsx#CounterView',
          path: '/sign-up',
          meta: { title: '代为报名' },
        },
        fromTemplate: {
          Component: '/templates/FromTemplateView.tsx#FromTemplateView',
          path: '/from-template',
          meta: { title: '从模板新建' },
        },
        calendar: {
          Component: '/calendar/CalendarView.tsx#CalendarView',
          path: '/calendar',
          meta: { title: '活动月历' },
        },
        help: { Component: '/help/HelpView.tsx#HelpView', path: '/help', meta: { title: '使用说明' } },
        statistics: {
          Component: '/statistics/StatisticsView.tsx#StatisticsView',
          path: '/statistics',
          meta: { title: '统计' },
        },
        posts: { Component: '/posts/PostsView.tsx#PostsView', path: '/posts', meta: { title: '任职与报到' } },
        imports: { Component: '/imports/ImportsView.tsx#ImportsView', path: '/imports', meta: { title: '导入' } },
        exports: { Component: '/exports/ExportsView.tsx#ExportsView', path: '/exports', meta: { title: '导出记录' } },
      },
    },
    importMap: {
      baseDir: path.resolve(root, 'src/admin'),
      importMapFile: path.resolve(root, 'src/app/admin/importMap.ts'),
    },
  },
})

/** Ten rows, as Payload has it, are a small part of a screen. */
function withLongPages(collection: CollectionConfig): CollectionConfig {
  return { ...collection, admin: { pagination: { defaultLimit: 25 }, ...collection.admin } }
}

/**
 * Payload lets a virtual field be a title of accounts only; it is read as any other, and searchByPerson sees to the
 * filters.
 */
function withPersonTitles(config: SanitizedConfig): SanitizedConfig {
  for (const collection of config.collections)
    if (hasPersonTitle(collection) && collection.admin.useAsTitle === 'id') collection.admin.useAsTitle = PERSON_TITLE
  return config
}

export default built
  .then(withPersonTitles)
  .then(withOpenPeople)
  .then(withCountyTime)
  .then(withOwnScreens)
  .then((config) => withQueryGate(staffOnlyInternals(withBulkChanges(config), REFUSED)))
