import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { FlattenedField } from 'payload'
import config from '../payload.config.ts'

/** What holds for every list and form of the admin, read from the configuration. */
const { collections, i18n } = await config
const importMap = readFileSync('src/app/admin/importMap.ts', 'utf8')
const shown = collections.filter(({ admin }) => admin.hidden !== true)

/**
 * Payload's own fields for these load an editor from a CDN abroad, which our policy of contents refuses: they stay
 * blank.
 */
const FROM_ABROAD = new Set<FlattenedField['type']>(['json', 'code', 'richText'])

function fieldsFromAbroad(fields: FlattenedField[], path: string): { path: string; component: unknown }[] {
  return fields.flatMap((field) => {
    const { hidden = false, admin } = field as {
      hidden?: boolean
      admin?: { hidden?: boolean; disabled?: boolean; components?: { Field?: unknown } }
    }
    if (hidden || admin?.hidden || admin?.disabled) return []
    const own = `${path}.${field.name}`
    return [
      ...(FROM_ABROAD.has(field.type) ? [{ path: own, component: admin?.components?.Field }] : []),
      ...('flattenedFields' in field ? fieldsFromAbroad(field.flattenedFields, own) : []),
    ]
  })
}

it('shows each field that holds JSON by a component of our own [F4] [S-M14]', () => {
  const fields = shown.flatMap(({ slug, flattenedFields }) => fieldsFromAbroad(flattenedFields, slug))
  expect(fields.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['audit.details', 'registrations.answers', 'registrations.history']),
  )
  for (const { path, component } of fields)
    expect([path, typeof component === 'string' && importMap.includes(`"${component}"`)]).toEqual([path, true])
})

it('shows 25 rows a page in every list, not 10 [m13]', () => {
  for (const { slug, admin } of shown) expect([slug, admin.pagination?.defaultLimit]).toEqual([slug, 25])
})

describe('what Payload says in Chinese', () => {
  const textsIn = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(textsIn)
  const { zh } = i18n.supportedLanguages as Record<string, { translations: object }>
  const texts = { ...zh?.translations, ...(i18n.translations as Record<string, object>).zh }

  it('has no blank between words and the name that it is about [m3]', () => {
    expect(textsIn(zh?.translations).length).toBeGreaterThan(400)
    expect(
      [...textsIn(zh?.translations), ...textsIn(texts)].filter((text) =>
        /\p{Script=Han} \{\{label\}\}|\{\{label\}\} \p{Script=Han}/u.test(text),
      ),
    ).toEqual([])
  })

  it('says how long a text is to be, not which value has to be greater than which length [m3]', () => {
    const { longerThanMin, shorterThanMax, lessThanMin } = (texts as unknown as { validation: Record<string, string> })
      .validation
    expect([longerThanMin, shorterThanMax, lessThanMin]).toEqual([
      '请至少填写 {{minLength}} 个字。',
      '请不超过 {{maxLength}} 个字。',
      '{{label}}不能小于 {{min}}，现在是 {{value}}。',
    ])
  })
})
