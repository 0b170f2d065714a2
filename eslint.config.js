import { defineConfig } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { circles } from './scripts/eslint-rules/circles.js'
import { layers } from './scripts/eslint-rules/layers.js'
import { localApi } from './scripts/eslint-rules/localApi.js'
import { prose } from './scripts/eslint-rules/prose.js'

/** Who may import whom inside src. A folder always imports itself. */
const table = {
  domain: { imports: [], packages: ['zod', 'chinese-days', '@zxcvbn-ts', 'otpauth'], isDivided: true },
  access: { imports: ['domain', 'payload-types'], packages: ['payload'] },
  database: {
    imports: ['domain', 'privacy', 'payload-types'],
    packages: [
      'payload',
      '@payloadcms/db-mongodb',
      '@payloadcms/db-sqlite',
      'dataloader',
      'libsql',
      'mongodb',
      'async-mutex',
      'node:',
    ],
  },
  privacy: { imports: ['env'], packages: ['node:'] },
  pdf: { imports: ['domain'], packages: ['node:', 'pdfkit', 'fontkit', 'qrcode', 'sharp'] },
  charts: { imports: ['domain'], packages: ['react', 'd3-scale'] },
  email: { imports: ['domain', 'env', 'privacy'] },
  operations: {
    imports: ['domain', 'email', 'pdf', 'database', 'privacy', 'access', 'payload-types'],
    isDivided: true,
  },
  hooks: {
    imports: ['operations', 'domain', 'database', 'privacy', 'access', 'env', 'payload-types'],
    isDivided: true,
  },
  jobs: { imports: ['operations', 'domain', 'database', 'privacy', 'access', 'env', 'payload-types'] },
  endpoints: { imports: ['operations', 'domain', 'access'] },
  collections: { imports: ['access', 'hooks', 'domain', 'endpoints'], packages: ['payload'] },
  migrations: { imports: [] },
  frontend: {
    imports: ['domain', 'charts'],
    packages: [
      'react',
      'react-dom',
      'react-hook-form',
      '@hookform/resolvers',
      'zod',
      'qrcode',
      'jsqr',
      'idb',
      '@testing-library',
      '@jest',
      'axe-core',
      'jest-axe',
      'fast-check',
    ],
  },
  admin: { imports: ['operations', 'domain', 'charts', 'payload-types'] },
  app: { imports: ['admin'] },
  server: { imports: ['endpoints', 'jobs', 'operations', 'domain', 'privacy', 'env', 'frontend', 'payload.config'] },
  // Entry points, which nobody imports.
  seed: { imports: ['*'] },
  cli: { imports: ['*'] },
  env: { imports: [], packages: ['zod', 'node:'] },
  'payload-types': { imports: [] },
}

/** The domains, ground floor first. Inside a layer each may import those before it. */
const domains = [
  'shared',
  'identity',
  'tallies',
  'units',
  'appointments',
  'matters',
  'activities',
  'certificates',
  'seats',
  'attendance',
  'people',
  'records',
  'desk',
  'messages',
  'imports',
]

/** Files of the public site that run on the server alone. */
const serverOnly = {
  folder: 'frontend',
  files: ['.server.ts', '.server.tsx', '.routes.tsx', '/shared/route.ts'],
  imports: ['domain', 'operations', 'payload-types'],
}

/** Single imports upwards or sideways that stand for now, each with its reason. */
const exceptions = {
  // Reads whether limits are off for load tests.
  'src/operations/shared/claimLimit.ts': ['env'],
  // The folder that pictures lie in.
  'src/operations/activities/coverFiles.ts': ['env'],
  // The adapters take their settings, and the migrations, where they are made.
  'src/database/onMongo.ts': ['env'],
  'src/database/onSqlite.ts': ['env', 'migrations'],
  // Questions are asked in one form, whoever fills it in.
  'src/admin/counter/CounterForm.tsx': ['frontend'],
  // The address of the API and whether cookies are secure.
  'src/endpoints/index.ts': ['env'],
  'src/endpoints/sessionCookie.ts': ['env'],
}

/** Operations that write what no user may write by hand; everything else on behalf of a visitor obeys access rules. */
const mayOverride = [
  'src/hooks/**',
  'src/access/**',
  // The one writer of the audit trail, which nobody may write otherwise.
  'src/operations/shared/writeAudit.ts',
  // Status and walk-in mark are written by no user by hand.
  'src/operations/attendance/createWalkIn.ts',
  // Names on records the staff member may read, of people who may report to another unit.
  'src/operations/identity/namesOnRecords.ts',
  'src/operations/seats/listSignUps.ts',
  // Takes back a person who was made for a sign-up that was refused; organisers delete nobody.
  'src/operations/identity/typedPerson.ts',
  // Takes back an activity that an import made, when nobody is on its list any more.
  'src/operations/imports/undoRows.ts',
  // A command of whoever runs the server, when nobody can log in.
  'src/operations/identity/countyUnit.ts',
  'src/operations/identity/restoreDepartment.ts',
  // By a link that was made for it, before anybody is logged in.
  'src/operations/identity/firstAccount.ts',
  'src/operations/identity/invitations.ts',
]

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', '.next/', 'data/', 'coverage/', 'next-env.d.ts', 'src/payload-types.ts'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-debugger': 'error',
      'no-dupe-keys': 'error',
      'no-unreachable': 'error',
      'no-self-compare': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'prefer-const': 'error',
      // Prettier leaves texts and comments as they are: a screen's sentence stays in one piece, a comment is wrapped.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Type-aware: the ones that find mistakes no test would.
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Syntax.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx', 'tests/**/*.ts', 'tests/**/*.tsx'],
    plugins: { xianfeng: { rules: { circles, layers, 'local-api': localApi, prose } } },
    rules: { 'xianfeng/circles': 'error' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    rules: {
      'xianfeng/prose': 'error',
      'xianfeng/local-api': 'error',
      'xianfeng/layers': ['error', { table, domains, serverOnly, exceptions }],
    },
  },
  { files: mayOverride, rules: { 'xianfeng/local-api': ['error', { mayOverride: true }] } },
  {
    // Tests and the seed act as the system; unit tests beside their source may use the test bench.
    files: ['src/seed/**', 'src/**/*.test.ts', 'src/**/*.test.tsx'],
    rules: { 'xianfeng/local-api': 'off', 'xianfeng/layers': 'off' },
  },
  {
    files: ['src/domain/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'window', 'document', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'The domain has no clock: take `now: Date` as a parameter.',
        },
        {
          selector: 'CallExpression[callee.name="Date"]',
          message: 'The domain has no clock: take `now: Date` as a parameter.',
        },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: 'The domain has no clock: take `now: Date` as a parameter.',
        },
        {
          selector: 'MemberExpression[object.name="Math"][property.name="random"]',
          message: 'The domain has no dice: take what was drawn as a parameter.',
        },
        {
          selector: 'MemberExpression[object.type="MetaProperty"][property.name="env"]',
          message: 'The domain has no settings: take them as parameters.',
        },
      ],
    },
  },
  {
    files: ['src/frontend/**/*.{ts,tsx}', 'src/admin/**/*.{ts,tsx}', 'src/app/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat.recommended,
  },
  // Commands speak to a terminal.
  {
    files: ['scripts/**', 'src/cli/**', 'src/seed/**', 'bench/**', 'tests/walks/run.ts', 'tests/fuzz/run.ts'],
    rules: { 'no-console': 'off' },
  },
  // Written by `payload migrate:create`.
  { files: ['src/migrations/**'], rules: { '@typescript-eslint/consistent-type-imports': 'off', 'max-len': 'off' } },
)
