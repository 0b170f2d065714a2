import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { parseCsv } from 'hucre/csv'
import { simpleParser } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type { CollectionBeforeOperationHook, CollectionSlug, FlattenedField, Payload } from 'payload'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { z } from 'zod'
import { TEXT_KINDS, textKindOf, tidyTexts } from '../../src/hooks/shared/tidyTexts.ts'
import type { CertificateFacts } from '../../src/domain/certificates/certificates.ts'
import { COLUMNS, type ParticipationRecord } from '../../src/domain/records/participationRecord.ts'
import {
  codeText,
  emailText,
  lineText,
  longText,
  nameText,
  phoneText,
  symbolText,
} from '../../src/domain/shared/typedText.ts'
import { MESSAGE_KINDS, type MessageKind } from '../../src/domain/messages/vocabulary.ts'
import { certificateLetterFor, letterFor } from '../../src/email/letterFor.ts'
import * as calls from '../../src/endpoints/calls.ts'
import { ActivityPage } from '../../src/frontend/features/activities/ActivityPage.tsx'
import { anActivity } from '../../src/frontend/shared/anActivity.ts'
import { Now } from '../../src/frontend/shared/now.ts'
import { csvFile } from '../../src/operations/records/csvFile.ts'
import { xlsxFile } from '../../src/operations/records/xlsxFile.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { getPublicActivity } from '../../src/operations/activities/getPublicActivity.ts'
import { drawCertificate } from '../../src/pdf/drawCertificate.ts'
import { drawPoster } from '../../src/pdf/drawPoster.ts'
import { drawSignInSheet } from '../../src/pdf/drawSignInSheet.ts'
import { settable, unprintableIn } from '../../src/pdf/letters.ts'
import { KIND_BY_TYPE, OTHER_KINDS, TEXTS_OF_CALLS, WAYS_OUT, type CallText } from '../support/textFields.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { textsOf } from '../support/pdf.ts'
import { readSheet } from '../support/xlsx.ts'

/** What a keyboard, a clipboard or an attacker puts into any text. */
const HARD: Record<string, string> = {
  ...Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [
      `plane ${index + 1}`,
      `甲${String.fromCodePoint((index + 1) * 0x10000 + 0x1484)}乙`,
    ]),
  ),
  'U+FFFF and U+1FFFE': '甲\uffff\u{1fffe}乙',
  'an override of direction': '甲\u202e乙丙',
  'a blank of no width': '甲\u200b乙',
  'middle dots': '买·买・提•吐',
  'an escape of OOXML': '_x0041_甲',
  'a formula': '=1+1',
  'a leading nought': '0123',
  'a power of ten': '1E5',
  '18 digits': '441322199001011234',
  '500 letters without a blank': 'W'.repeat(500),
  markup: '<b>"甲"&\'乙\'</b>',
  lines: '甲\r\n乙\u2028丙;,\\',
}
const EACH = Object.entries(HARD)

let app: TestPayload
let payload: Payload
let units: UnitTree

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
})
afterAll(() => app.stop())

const isText = ({ type }: FlattenedField): boolean =>
  type === 'text' || type === 'textarea' || type === 'email' || type === 'json'

/** activities.questions.label */
function textFields(fields: FlattenedField[], path: string): [string, FlattenedField][] {
  return fields.flatMap((field): [string, FlattenedField][] => {
    const here = `${path}.${field.name}`
    if ('flattenedFields' in field) return textFields(field.flattenedFields, here)
    return isText(field) && !('virtual' in field && field.virtual) ? [[here, field]] : []
  })
}

const allFields = (): [string, FlattenedField][] =>
  payload.config.collections
    .filter(({ slug }) => !slug.startsWith('payload-'))
    .flatMap(({ slug }) => textFields(payload.collections[slug].config.flattenedFields, slug))

describe('every text field of every collection', () => {
  it('is of a kind by its type, and each that is named with another kind exists and needs it', () => {
    const named = allFields().filter(
      ([path, { type }]) => (OTHER_KINDS[path] ?? KIND_BY_TYPE[type]) !== KIND_BY_TYPE[type],
    )
    expect(named.map(([path]) => path).sort()).toEqual(Object.keys(OTHER_KINDS).sort())
  })

  it('is tidied as its kind says, with each of the hard texts', async () => {
    for (const [path, field] of allFields()) {
      const kind = OTHER_KINDS[path] ?? KIND_BY_TYPE[field.type]
      expect([path, textKindOf(field)]).toEqual([path, kind])
      if (kind === undefined) continue
      const [slug = '', ...names] = path.split('.')
      for (const [, text] of EACH) {
        const value = 'hasMany' in field && field.hasMany ? [text] : text
        const data = names.reduceRight<unknown>(
          (inner, name, depth) => ({
            [name]: depth < names.length - 1 && isList(slug, names.slice(0, depth + 1)) ? [inner] : inner,
          }),
          value,
        )
        const tidied = await tidyTexts({
          args: { data },
          collection: payload.collections[slug as CollectionSlug].config,
          operation: 'create',
          overrideAccess: false,
        } as unknown as Parameters<CollectionBeforeOperationHook>[0])
        expect([path, JSON.stringify((tidied as { data: unknown }).data)]).toEqual([
          path,
          JSON.stringify(data).replace(JSON.stringify(text), JSON.stringify(TEXT_KINDS[kind](text))),
        ])
      }
    }
  })

  const isList = (slug: string, names: string[]): boolean => {
    let fields: FlattenedField[] = payload.collections[slug as CollectionSlug].config.flattenedFields
    let found: FlattenedField | undefined
    for (const name of names) {
      found = fields.find((field) => field.name === name)
      fields = found && 'flattenedFields' in found ? found.flattenedFields : []
    }
    return found?.type === 'array'
  }

  it('holds nothing afterwards that no reader sees or no file can hold', () => {
    for (const [kind, tidy] of Object.entries(TEXT_KINDS)) {
      if (kind === 'untouched') continue
      for (const [, text] of EACH)
        expect([kind, tidy(text)]).toEqual([
          kind,
          expect.not.stringMatching(/[\u202e\u200b\r\u2028\p{Noncharacter_Code_Point}\p{Cs}]/u),
        ])
    }
  })
})

type Leaf = [path: string, schema: z.ZodType]
interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  options?: z.ZodType[]
  innerType?: z.ZodType
  valueType?: z.ZodType
  in?: z.ZodType
}

/** Every place for a text in a schema; a set of words to choose from is none. */
function leavesOf(schema: z.ZodType | undefined, path: string): Leaf[] {
  if (!schema) return []
  const def = schema._zod.def as unknown as Def
  if (def.type === 'string') return [[path, schema]]
  if (def.shape) return Object.entries(def.shape).flatMap(([name, inner]) => leavesOf(inner, `${path}.${name}`))
  if (def.element) return leavesOf(def.element, `${path}[]`)
  if (def.options) return def.options.flatMap((inner) => leavesOf(inner, path))
  // What is read from a text, as a whole: its answer is what counts.
  if (def.type === 'pipe' && leavesOf(def.in, path).length > 0) return [[path, schema]]
  return leavesOf(def.innerType ?? def.valueType, path)
}

const TIDY: Record<Exclude<CallText, 'machine'>, (text: string) => string> = {
  line: lineText,
  lines: longText,
  name: nameText,
  symbols: symbolText,
  phone: phoneText,
  email: emailText,
  code: codeText,
  untouched: (text) => text,
}

describe('every text of every call', () => {
  const leaves = (): Leaf[] =>
    Object.values(calls).flatMap((call) =>
      ['query', 'body'].flatMap((part) =>
        leavesOf((call as unknown as Record<string, z.ZodType>)[part], `${call.method} ${call.path} ${part}`),
      ),
    )

  it('has an entry in tests/support/textFields.ts, and no entry is left over', () => {
    expect(Object.keys(TEXTS_OF_CALLS).sort()).toEqual([...new Set(leaves().map(([path]) => path))].sort())
  })

  it('is tidied as its entry says before it is checked, or refused', () => {
    for (const [path, schema] of leaves()) {
      const kind = TEXTS_OF_CALLS[path]
      for (const [, text] of EACH) {
        const parsed = schema.safeParse(text)
        if (!parsed.success || typeof parsed.data !== 'string') continue
        if (kind !== undefined && kind !== 'machine') expect([path, parsed.data]).toEqual([path, TIDY[kind](text)])
        else expect([path, parsed.data]).toEqual([path, expect.stringMatching(/^[\x20-\x7e]*$/)])
      }
    }
  })
})

describe('every way out', () => {
  it('has an entry in tests/support/textFields.ts, and no entry is left over', () => {
    expect(Object.keys(WAYS_OUT).sort()).toEqual(
      [
        ...Object.values(calls).map(({ method, path }) => `${method} ${path}`),
        ...Object.keys(MESSAGE_KINDS).map((kind) => `message ${kind}`),
        ...Object.keys(COLUMNS).map((name) => `column ${name}`),
      ].sort(),
    )
  })

  it('has texts in the columns that its entry says', () => {
    for (const [name, { kind }] of Object.entries(COLUMNS))
      expect([name, WAYS_OUT[`column ${name}`]]).toEqual([name, kind === 'text' ? 'text' : 'value'])
  })

  /** As rows hold it that were written before texts were tidied: worst first. */
  const stored = (text: string): string => text.replace(/\p{Noncharacter_Code_Point}/gu, '')
  const record = (text: string): ParticipationRecord =>
    ({
      registrationId: text,
      activityId: text,
      title: text,
      line: 'riders',
      theme: null,
      series: text,
      ledger: 'service',
      unit: text,
      town: text,
      kinds: [],
      leader: text,
      place: text,
      content: text,
      startsAt: '2026-03-01T01:00:00.000Z',
      endsAt: '2026-03-01T02:00:00.000Z',
      name: text,
      volunteerNumber: text,
      phone: text,
      idNumber: text,
      attendance: 'present',
      heads: 1,
      minutes: 60,
      minutesSource: null,
      checkedInAt: null,
      checkedOutAt: null,
      method: null,
      recordedBy: text,
      evaluation: null,
      evaluatedAt: null,
    }) as unknown as ParticipationRecord
  const bytesOf = async (file: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of file) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  async function* each(rows: ParticipationRecord[]): AsyncGenerator<ParticipationRecord[]> {
    for (const row of rows) yield [row]
  }
  const columns = Object.values(COLUMNS)

  test('CSV: each column of text comes back as it was, marked where a spreadsheet would read it anew [D11] [D22]', async () => {
    const rows = parseCsv(
      new TextDecoder().decode(await bytesOf(csvFile(each(EACH.map(([, text]) => record(text))), columns))),
      { delimiter: ',' },
    )
    expect(rows).toHaveLength(EACH.length + 1)
    EACH.forEach(([, text], row) =>
      columns.forEach((column, index) => {
        const expected = column.valueOf(record(text))
        if (column.kind !== 'text' || typeof expected !== 'string') return
        const cell = String(rows[row + 1]?.[index] ?? '')
        expect([column.heading, cell.replace(/^'/, '')]).toEqual([column.heading, stored(expected)])
        if (cell !== '')
          expect([column.heading, cell]).toEqual([
            column.heading,
            expect.not.stringMatching(/^([=+\-@]|0\d|\d{16}|\d+E\d)/),
          ])
      }),
    )
  })

  test('XLSX: every part is XML, every row is there, each column of text comes back as it was [D11] [B-min own reader]', async () => {
    const rows = readSheet(await bytesOf(xlsxFile('参与记录', each(EACH.map(([, text]) => record(text))), columns)))
    expect(rows).toHaveLength(EACH.length + 1)
    EACH.forEach(([, text], row) =>
      columns.forEach((column, index) => {
        const expected = column.valueOf(record(text))
        if (column.kind !== 'text' || typeof expected !== 'string' || expected === '') return
        expect([column.heading, rows[row + 1]?.[index]]).toEqual([
          column.heading,
          expect.objectContaining({ value: stored(expected), isText: true }),
        ])
      }),
    )
  })

  test('the list of answers, its questions as headings, in either file [D11]', async () => {
    const texts = EACH.map(([, text]) => text).filter((text) => text.length <= 100)
    const department = await makeStaff(payload, 'department', units.county)
    for (const some of [texts.slice(0, 15), texts.slice(15)]) {
      const activity = await makeActivity(payload, units.community, {
        title: '难字',
        questions: some.map((label) => ({ label, kind: 'textarea' as const })),
      })
      const { questions } = await payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })
      await makeRegistration(payload, activity, await makePerson(payload, { name: '林某' }), {
        answers: Object.fromEntries((questions ?? []).map(({ id, label }) => [id ?? '', label])),
      })
      const answers = async (format: 'csv' | 'xlsx') =>
        bytesOf((await exportAnswers(await app.req(department), { activityId: activity.id, format }, new Date())).body)
      const [heading = [], row = []] = readSheet(await answers('xlsx')).map((cells) => cells.map(({ value }) => value))
      const csv = parseCsv(new TextDecoder().decode(await answers('csv')), { delimiter: ',' })
      for (const text of some) {
        const index = heading.indexOf(stored(text))
        expect([text, index > 0]).toEqual([text, true])
        expect([text, row[index]]).toEqual([text, stored(text)])
        expect([text, String(csv[1]?.[index]).replace(/^'/, '')]).toEqual([text, stored(text)])
      }
    }
  })

  const facts = (text: string): CertificateFacts => ({
    number: 'XF-7K3M9Q-WE4T2P-HJ6N8R',
    kind: 'activity',
    name: text.slice(0, 40),
    volunteerNumber: null,
    from: '2026-03-01T01:00:00.000Z',
    to: '2026-03-01T01:00:00.000Z',
    minutes: 60,
    services: [
      {
        startsAt: '2026-03-01T01:00:00.000Z',
        title: text.slice(0, 60),
        place: text.slice(0, 80),
        minutes: 60,
        unit: text.slice(0, 60),
      },
    ],
    issuer: text.slice(0, 60),
    head: text.slice(0, 40),
    contact: text.slice(0, 60),
    handler: text.slice(0, 40),
    issuedAt: '2026-03-02T01:00:00.000Z',
  })

  test.each(EACH)('the certificate says all of it, or is not issued: %s [D14]', async (_, text) => {
    const tidied = lineText(text).replace(/\s+/g, ' ')
    if ((await unprintableIn(tidied)) !== '') return
    const printed = await textsOf(await drawCertificate(facts(tidied), 'https://x.example/c'))
    for (const part of [tidied.slice(0, 40), tidied.slice(0, 60), tidied.slice(0, 80)])
      expect(printed).toContain(nameText(part).replace(/\s/g, ''))
  })

  test.each(EACH)(
    'a poster and a sheet for signing say all of it, or that a letter is missing: %s',
    async (_, text) => {
      const tidied = lineText(text).replace(/\s+/g, ' ')
      const [title, place, unit, name] = [60, 80, 60, 40].map((length) => tidied.slice(0, length)) as [
        string,
        string,
        string,
        string,
      ]
      const times = { startsAt: '2026-03-01T01:00:00.000Z', endsAt: '2026-03-01T03:00:00.000Z' }
      const row = { name, phoneTail: '0001', size: 1, status: 'confirmed', walkIn: false } as const
      const sheet = await drawSignInSheet({ title, place, unit, ...times, asOf: times.startsAt, rows: [row] })
      const poster = await drawPoster(
        {
          ...{ title, place, unit, ...times, line: 'riders', capacity: 20, waitingList: true, approval: false },
          updatedAt: times.startsAt,
        },
        'https://x.example/a',
      )
      for (const [file, parts] of [
        [sheet, [title, place, unit, name]],
        [poster, [title, place, unit]],
      ] as const) {
        const printed = await textsOf(file)
        for (const part of parts) expect(printed).toContain(nameText(await settable(part)).replace(/\s/g, ''))
      }
    },
  )

  test.each(Object.keys(MESSAGE_KINDS) as MessageKind[])(
    'the mail, its heading, its calendar and the text message: %s',
    async (kind) => {
      for (const [, raw] of EACH) {
        const text = lineText(raw).slice(0, 60)
        const about = {
          message: { key: 'k', createdAt: '2026-03-01T01:00:00.000Z' },
          registration: {
            id: '650000000000000000000001',
            status: 'confirmed' as const,
            size: 1,
            history: null,
            offerExpiresAt: null,
          },
          activity: {
            id: '650000000000000000000002',
            title: text,
            place: text,
            startsAt: '2026-03-01T01:00:00.000Z',
            endsAt: '2026-03-01T02:00:00.000Z',
            contact: text,
            cancelReason: text,
            notice: null,
          },
          person: { id: '650000000000000000000003', name: text, email: 'a@example.org', phone: null },
        }
        const certificates = [{ ...facts(text), facts: JSON.stringify(facts(text)) }]
        const correction = { status: 'refused' as const, answer: text }
        const words = { text, unit: text }
        const to = (person: { id: string; name: string; email: string | null; phone: string | null }) =>
          kind === 'certificateIssued'
            ? certificateLetterFor({ message: about.message, certificates, person })
            : letterFor({ ...about, correction, words, message: { ...about.message, kind }, person })
        const letter = to(about.person)
        if (letter?.channel !== 'mail') throw new Error('no mail')
        const composed = await new MailComposer({
          ...letter,
          from: 'x@example.org',
          ...(letter.calendar && { icalEvent: { method: letter.calendar.method, content: letter.calendar.content } }),
        })
          .compile()
          .build()
        const read = await simpleParser(composed)
        expect(read.subject).toBe(letter.subject)
        if (kind !== 'certificateIssued') expect(read.subject).toContain(text)
        expect(read.text?.replace(/\n+$/, '')).toBe(letter.text)
        expect(read.html).toContain(text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`))
        if (letter.calendar) {
          const unfolded = letter.calendar.content.replace(/\r\n /g, '')
          expect(unfolded.split('\r\n').find((line) => line.startsWith('SUMMARY:'))).toBe(
            `SUMMARY:${text.replace(/[\\;,]/g, '\\$&')}`,
          )
          for (const line of letter.calendar.content.split('\r\n'))
            expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        }
        const sms = to({ ...about.person, email: null, phone: '13900000001' })
        if (sms?.channel !== 'sms') throw new Error('no text message')
        expect(sms.text).toContain(text)
        expect(sms.text).not.toMatch(/[\r\n]/)
      }
    },
  )

  test.each(EACH)('the public page and its JSON: %s', async (_, raw) => {
    const title = lineText(raw).slice(0, 60)
    const activity = await makeActivity(payload, units.community, {
      title,
      place: title,
      description: longText(raw),
      leader: title.slice(0, 40),
      contact: title,
      questions: [{ label: title, kind: 'select', options: [title] }],
    })
    const detail = await getPublicActivity(await app.req(), activity.id, new Date('2020-01-01T00:00:00Z'))
    expect(JSON.parse(JSON.stringify(detail))).toMatchObject({
      title,
      place: title,
      contact: title,
      description: longText(raw),
      questions: [{ label: title, options: [title] }],
    })
    const form = {
      activityId: activity.id,
      questions: detail.questions,
      isLoggedIn: false,
      isWaitingList: false,
      partyLimit: 1,
      free: null,
      step: 'contact' as const,
      values: {},
      errors: {},
      next: '/',
    }
    const page = renderToStaticMarkup(
      createElement(
        Now,
        { value: '2020-01-01T00:00:00.000Z' },
        createElement(ActivityPage, {
          activity: { ...detail, ...anActivity({ title, place: title, joinable: 'open' }) },
          mine: null,
          clashes: [],
          isJustDone: false,
          isStaff: false,
          problem: null,
          form,
        }),
      ),
    )
    const shown = title.replace(
      /[&<>"']/g,
      (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' })[character] ?? character,
    )
    expect(page).toContain(`>${shown}<`)
    expect(page).not.toContain('<b>')
  })
})
