import { beforeAll } from '@jest/globals'
import { invalid, payload, tryCalls, useWorld, world, type Wrong } from '../support/badRequests.ts'
import { queryOf, type Call } from '../support/http.ts'

useWorld()

let read: string
let checked: string
let done: string
let elsewhere: string
beforeAll(async () => {
  const make = async (state: 'read' | 'checked' | 'done', unit = world.units.community.id): Promise<string> => {
    const data = {
      kind: 'people' as const,
      fileName: '名单.csv',
      unit,
      importedBy: world.organiser.id,
      state,
      headings: ['姓名', '手机号'],
      mapping: { name: 0, phone: 1 },
      rows: 1,
      claim: crypto.randomUUID(),
    }
    const { id } = await payload.create({ collection: 'imports', data, depth: 0, overrideAccess: true })
    const row = { import: id, unit, number: 2, values: ['林', '15400000000'] }
    const outcome =
      state === 'read' ? ('waiting' as const) : state === 'checked' ? ('ready' as const) : ('known' as const)
    await payload.create({ collection: 'import_rows', data: { ...row, outcome }, depth: 0, overrideAccess: true })
    return id
  }
  read = await make('read')
  checked = await make('checked')
  done = await make('done')
  elsewhere = await make('read', world.units.otherCommunity.id)
})

const ROWS = '姓名,手机号\n林,15400000000\n'
const upload = (query: object, body: string | Uint8Array = ROWS): Call => ({
  method: 'POST',
  path: `/desk/imports${queryOf(query)}`,
  token: world.tokens.staff,
  body,
  headers: { 'content-type': 'application/octet-stream' },
})
const step = (what: string, id: string, body?: unknown): Call => ({
  method: 'POST',
  path: `/desk/imports/${id}/${what}`,
  token: world.tokens.staff,
  body,
})
const sheetOf = (activity: keyof (typeof world)['activities']): Call =>
  upload({ kind: 'signInSheet', activity: world.activities[activity].id })
const unreadable = (name: string, body: string | Uint8Array): Wrong => [
  name,
  () => upload({ kind: 'people' }, body),
  400,
  'import-unreadable',
]

const MAPPING = { name: 0, phone: 1 }

tryCalls('badImports', {
  receiveImportCall: {
    right: () => upload({ kind: 'people' }),
    wrong: [
      invalid('no kind', () => upload({})),
      invalid('a kind that nobody knows', () => upload({ kind: 'stations' })),
      ['units, by who may make none', () => upload({ kind: 'units' }), 403, 'forbidden'],
      invalid('a unit that is none', () => upload({ kind: 'people', unit: 'x' })),
      ['a unit of others', () => upload({ kind: 'people', unit: world.units.otherCommunity.id }), 403, 'forbidden'],
      invalid('a sheet of no activity', () => upload({ kind: 'signInSheet' })),
      invalid('people of an activity', () => upload({ kind: 'people', activity: world.activities.ended.id })),
      ['a sheet of another unit', () => sheetOf('elsewhere'), 404, 'not-found'],
      ['a sheet of a draft', () => sheetOf('draft'), 409, 'activity-draft'],
      ['a sheet of what was called off', () => sheetOf('cancelled'), 409, 'activity-cancelled'],
      ['a sheet before the start', () => sheetOf('tomorrow'), 409, 'activity-not-begun'],
      invalid('no file', () => upload({ kind: 'people' }, '')),
      unreadable('a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])),
      unreadable('an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])),
      unreadable('half a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 8, 0])),
      unreadable('headings alone', '姓名,手机号\n'),
      unreadable('blank lines', '\n\n  \n'),
      unreadable('a cell of 2001 characters', `姓名,手机号\n${'林'.repeat(2001)},15400000000\n`),
      unreadable('61 columns', `${Array.from({ length: 61 }, (_, index) => `列${index}`).join(',')}\n`),
      unreadable('a character that nothing stores', '姓名,手机号\n林\ufffe,15400000000\n'.replace('\ufffe', '\u0001')),
    ],
  },
  viewImportCall: {
    right: () => ({ path: '/desk/imports/:id', token: world.tokens.staff }),
    id: () => read,
    wrong: [
      invalid('an outcome that nobody knows', () => ({
        path: `/desk/imports/${read}?show=lost`,
        token: world.tokens.staff,
      })),
      invalid('page 0', () => ({ path: `/desk/imports/${read}?page=0`, token: world.tokens.staff })),
      [
        'an import of another unit',
        () => ({ path: `/desk/imports/${elsewhere}`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  checkImportCall: {
    right: () => ({ ...step('checks', '', { mapping: MAPPING }), path: '/desk/imports/:id/checks' }),
    id: () => read,
    wrong: [
      ...[undefined, null, [], 'name', { name: -1 }, { name: 'a' }, { name: 1.5 }, { name: 99 }].map((mapping): Wrong =>
        invalid(`the mapping ${JSON.stringify(mapping)}`, () => step('checks', read, { mapping })),
      ),
      invalid('no name', () => step('checks', read, { mapping: { phone: 1 } })),
      invalid('a column that the file has not', () => step('checks', read, { mapping: { name: 0, phone: 2 } })),
      invalid('one column twice', () => step('checks', read, { mapping: { name: 0, phone: 0 } })),
      invalid('a column of nobody’s', () => step('checks', read, { mapping: { name: 0, idNumber: 1 } })),
      ['an import of another unit', () => step('checks', elsewhere, { mapping: MAPPING }), 404, 'not-found'],
      ['one that is done', () => step('checks', done, { mapping: MAPPING }), 409, 'import-busy'],
    ],
  },
  runImportCall: {
    right: () => ({ ...step('runs', '', { consent: true }), path: '/desk/imports/:id/runs' }),
    id: () => checked,
    wrong: [
      ...[undefined, false, 'true', 1].map((consent): Wrong =>
        invalid(`the consent ${JSON.stringify(consent)}`, () => step('runs', checked, { consent })),
      ),
      ['one that was not checked', () => step('runs', read, { consent: true }), 409, 'import-busy'],
      ['one that is done', () => step('runs', done, { consent: true }), 409, 'import-busy'],
      ['an import of another unit', () => step('runs', elsewhere, { consent: true }), 404, 'not-found'],
    ],
  },
  undoImportCall: {
    right: () => ({ ...step('undo', ''), path: '/desk/imports/:id/undo' }),
    id: () => done,
    wrong: [
      ['one that was not run', () => step('undo', checked), 409, 'import-busy'],
      ['an import of another unit', () => step('undo', elsewhere), 404, 'not-found'],
    ],
  },
  abandonImportCall: {
    right: () => ({ method: 'DELETE', path: '/desk/imports/:id', token: world.tokens.staff }),
    id: () => read,
    wrong: [
      [
        'one that is done',
        () => ({ method: 'DELETE', path: `/desk/imports/${done}`, token: world.tokens.staff }),
        409,
        'import-busy',
      ],
      [
        'an import of another unit',
        () => ({ method: 'DELETE', path: `/desk/imports/${elsewhere}`, token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
  importTemplateCall: {
    right: () => ({ path: '/desk/import-templates/people', token: world.tokens.staff }),
    wrong: [
      [
        'a kind that nobody knows',
        () => ({ path: '/desk/import-templates/stations', token: world.tokens.staff }),
        404,
        'not-found',
      ],
    ],
  },
})
