import { expect, test } from '@jest/globals'
import { ESLint } from 'eslint'

/** The project's own rules, tried on snippets in the place of real files: a rule that no longer bites fails here. */
const eslint = new ESLint({
  // Without types it takes milliseconds; the rules tried here need none.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId.startsWith('xianfeng/') || ruleId.startsWith('no-restricted-'),
})

async function rulesHitBy(code: string, filePath: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath })
  return (result?.messages ?? []).map(
    ({ ruleId, messageId, message }) => `${ruleId?.replace('xianfeng/', '')} ${messageId ?? message}`,
  )
}

test.each([
  [
    'domain imports a database',
    'src/domain/seats/a.ts',
    "import { swap } from '../../database/swap.ts'",
    'layers layer',
  ],
  [
    'domain imports Payload, though only its types',
    'src/domain/seats/a.ts',
    "import type { Payload } from 'payload'",
    'layers package',
  ],
  ['domain imports node', 'src/domain/seats/a.ts', "import fs from 'node:fs'", 'layers package'],
  ['domain reads the settings', 'src/domain/seats/a.ts', "export { env } from '../../env.ts'", 'layers layer'],
  [
    'access imports an operation',
    'src/access/a.ts',
    "import { register } from '../operations/seats/register.ts'",
    'layers layer',
  ],
  [
    'database imports an operation',
    'src/database/a.ts',
    "import { register } from '../operations/seats/register.ts'",
    'layers layer',
  ],
  ['privacy imports Payload', 'src/privacy/a.ts', "import { getPayload } from 'payload'", 'layers package'],
  [
    'an operation imports a hook',
    'src/operations/seats/a.ts',
    "import { auditChange } from '../../hooks/shared/audit.ts'",
    'layers layer',
  ],
  [
    'a hook imports an endpoint',
    'src/hooks/shared/a.ts',
    "import { json } from '../../endpoints/endpoint.ts'",
    'layers layer',
  ],
  [
    'a collection imports an operation',
    'src/collections/a.ts',
    "import { register } from '../operations/seats/register.ts'",
    'layers layer',
  ],
  ['an endpoint imports a hook', 'src/endpoints/a.ts', "await import('../hooks/shared/audit.ts')", 'layers layer'],
  [
    'a page imports an operation',
    'src/frontend/pages/a.tsx',
    "import { register } from '../../operations/register.ts'",
    'layers layer',
  ],
  ['a page imports Payload', 'src/frontend/pages/a.tsx', "import { getPayload } from 'payload'", 'layers package'],
  [
    'a page’s server part imports the database',
    'src/frontend/a.server.ts',
    "import { swap } from '../database/swap.ts'",
    'layers layer',
  ],
  [
    'a route imports the server',
    'src/frontend/features/me/me.routes.tsx',
    "import { routes } from '../../../server/routes.ts'",
    'layers layer',
  ],
  [
    'a feature’s routes import another feature',
    'src/frontend/features/me/me.routes.tsx',
    "import { Card } from '../activities/Card.tsx'",
    'layers feature',
  ],
  [
    'a feature imports another',
    'src/frontend/features/me/a.tsx',
    "import { Card } from '../activities/Card.tsx'",
    'layers feature',
  ],
  [
    'the server imports the domain’s writers',
    'src/server/a.ts',
    "import { swap } from '../database/swap.ts'",
    'layers layer',
  ],
  [
    'a domain imports one after it',
    'src/operations/seats/a.ts',
    "import { eraseMe } from '../people/eraseMe.ts'",
    'layers domain',
  ],
  [
    'what all share imports a domain',
    'src/hooks/shared/a.ts',
    "import type { x } from '../seats/registrations.ts'",
    'layers domain',
  ],
  ['a rule in no domain', 'src/domain/a.ts', 'export const a = 1', 'layers homeless'],
  ['a new folder that nobody placed', 'src/helpers/a.ts', "import { z } from 'zod'", 'layers unknown'],
])('refuses: %s', async (_, file, code, hit) => {
  expect(await rulesHitBy(code, file)).toEqual([hit])
})

test.each([
  ['domain imports domain and zod', 'src/domain/seats/a.ts', "import { z } from 'zod'\nimport { x } from './seats.ts'"],
  ['a domain imports those before it', 'src/operations/people/a.ts', "import { register } from '../seats/register.ts'"],
  ['a page imports pure domain', 'src/frontend/pages/a.tsx', "import { x } from '../../domain/seats.ts'"],
  [
    'a page’s server part imports an operation and Payload',
    'src/frontend/pages/a.server.tsx',
    "import { x } from '../../operations/register.ts'\nimport { y } from 'payload'",
  ],
  [
    'a route imports an operation',
    'src/frontend/features/me/me.routes.tsx',
    "import { x } from '../../../operations/seats/register.ts'\nimport type { Route } from '../../shared/route.ts'",
  ],
  [
    'a feature imports what is shared',
    'src/frontend/features/me/a.tsx',
    "import { x } from '../../components/Card.tsx'\nimport { y } from './b.tsx'",
  ],
])('allows: %s', async (_, file, code) => {
  expect(await rulesHitBy(code, file)).toEqual([])
})

// The other files are read from disk as they are: `certificates/calls.ts` imports `call.ts`, which imports `texts.ts`.
test.each([
  ['values', 'src/admin/call.ts', "import { revokeCertificate } from './certificates/calls.ts'"],
  ['types', 'src/admin/call.ts', "import type { IssueEnd } from './certificates/calls.ts'"],
  ['a type in passing', 'src/admin/call.ts', "export type E = import('./certificates/calls.ts').IssueEnd"],
  ['what is handed on', 'src/admin/call.ts', "export * from './certificates/calls.ts'"],
  ['what is loaded later', 'src/admin/call.ts', "await import('./certificates/calls.ts')"],
  ['the long way round', 'src/admin/texts.ts', "import type { IssueEnd } from './certificates/calls.ts'"],
  ['among tests', 'tests/support/accessRules.ts', "import type { AccessWorld } from './accessWorld.ts'"],
])('no circle of imports: %s', async (_, file, code) => {
  expect(await rulesHitBy(code, file)).toEqual(['circles circle'])
})

test('a circle is told file by file', async () => {
  const code = "import type { IssueEnd } from './certificates/calls.ts'"
  const [result] = await eslint.lintText(code, { filePath: 'src/admin/texts.ts' })
  expect(result?.messages.map(({ message }) => message)).toEqual([
    'A circle of imports: src/admin/texts.ts → src/admin/certificates/calls.ts → src/admin/call.ts → src/admin/texts.ts',
  ])
})

test.each([
  ['a block', '/** Adds one. What is none\n * stays. */\nexport const a = 1'],
  ['lines that follow each other', '// Adds one.\n// Who waits\n// hears of it.\nexport const a = 1'],
])('a comment names the subject of each sentence: %s', async (_, code) => {
  expect(await rulesHitBy(code, 'src/domain/seats/a.ts')).toEqual(['prose bare'])
})

test('a comment may ask, and may go on with what it names', async () => {
  const code = '// Who may? A person who waits.\nexport const a = 1 // What for?'
  expect(await rulesHitBy(code, 'src/domain/seats/a.ts')).toEqual([])
})

test.each([
  ['the clock', 'export const a = new Date()'],
  ['the clock by its other name', 'export const a = Date.now()'],
  ['the clock as text', 'export const a = Date()'],
  ['dice', 'export const a = Math.random()'],
])('the domain has no %s', async (_, code) => {
  expect(await rulesHitBy(code, 'src/domain/seats/a.ts')).toEqual(['no-restricted-syntax restrictedSyntax'])
  expect(await rulesHitBy(code, 'src/operations/seats/a.ts')).toEqual([])
})

test('the domain has no settings', async () => {
  expect(await rulesHitBy('export const a = process.env.PORT', 'src/domain/seats/a.ts')).toEqual([
    expect.stringContaining('no-restricted-globals'),
  ])
})

test('the domain may work on a date that it is given', async () => {
  expect(await rulesHitBy('export const a = (now: Date) => new Date(now)', 'src/domain/seats/a.ts')).toEqual([])
})

test.each([
  ['a call that says nothing', "await req.payload.find({ collection: 'people' })", 'local-api missing'],
  ['a call without arguments', 'await payload.count()', 'local-api missing'],
  [
    'a call that bypasses access',
    "await payload.update({ collection: 'people', overrideAccess: true })",
    'local-api forbidden',
  ],
  [
    'a bypass in spread constants',
    "const all = { overrideAccess: true } as const\nawait payload.find({ collection: 'people', ...all })",
    'local-api forbidden',
  ],
  [
    'a bypass behind an honest spread',
    'const own = { overrideAccess: false }\nawait payload.find({ ...own, overrideAccess: true })',
    'local-api forbidden',
  ],
  [
    'spread values from elsewhere',
    'export const f = (options: object) => payload.find({ ...options })',
    'local-api missing',
  ],
  [
    'a value nobody can see',
    "export const f = (any: boolean) => payload.delete({ collection: 'people', overrideAccess: any })",
    'local-api literal',
  ],
  ['a method in brackets', "await payload['find']({ collection: 'people' })", 'local-api missing'],
  ['an alias', 'const api = req.payload', 'local-api alias'],
  ['a method taken out', 'const { find } = payload', 'local-api alias'],
])('Local API: refuses %s', async (_, code, hit) => {
  expect(await rulesHitBy(code, 'src/operations/seats/register.ts')).toEqual([hit])
})

test.each([
  [
    'a call that obeys access',
    'src/operations/seats/register.ts',
    "await req.payload.find({ collection: 'people', overrideAccess: false })",
  ],
  [
    'constants that obey access',
    'src/operations/seats/register.ts',
    "const read = { overrideAccess: false } as const\nawait req.payload.find({ collection: 'people', ...read })",
  ],
  [
    'a bypass in a hook',
    'src/hooks/shared/a.ts',
    "await req.payload.find({ collection: 'people', overrideAccess: true })",
  ],
  [
    'a bypass where the config names the file',
    'src/operations/shared/writeAudit.ts',
    "await req.payload.create({ collection: 'audit', overrideAccess: true })",
  ],
  [
    'the database beneath, which has no access rules',
    'src/operations/seats/register.ts',
    "await req.payload.db.find({ collection: 'people' })",
  ],
])('Local API: allows %s', async (_, file, code) => {
  expect(await rulesHitBy(code, file)).toEqual([])
})
