import { GENDERS, PERSON_KINDS, type Gender, type PersonKind } from '../people/vocabulary.ts'
import { emailSchema, nameSchema, phoneSchema } from '../shared/requests.ts'
import { lineText, nameText } from '../shared/typedText.ts'
import { choiceIn, dayIn } from './cells.ts'
import type { Mapping } from './columns.ts'
import type { ProblemOfRow, RowProblem } from './vocabulary.ts'

/** The cells of a row by the columns they stand in; an empty cell is an empty text. */
export const cellsOf =
  (values: string[], mapping: Mapping) =>
  (column: string): string => {
    const place = mapping[column]
    return place === undefined ? '' : (values[place] ?? '').trim()
  }
export type Cells = ReturnType<typeof cellsOf>

/** Collects what is wrong with a row while it is read. */
export class Problems {
  readonly found: ProblemOfRow[] = []

  add(code: RowProblem, column?: string): null {
    this.found.push({ code, ...(column !== undefined && { column }) })
    return null
  }
}

export function nameIn(cell: Cells, problems: Problems): string | null {
  if (nameText(cell('name')) === '') return problems.add('name-missing', 'name')
  const parsed = nameSchema.safeParse(cell('name'))
  return parsed.success ? parsed.data : problems.add('name-bad', 'name')
}

export function phoneIn(cell: Cells, problems: Problems): string | null {
  if (cell('phone') === '') return null
  const parsed = phoneSchema.safeParse(cell('phone'))
  return parsed.success ? parsed.data : problems.add('phone-bad', 'phone')
}

export interface PersonFacts {
  name: string
  phone: string | null
  email: string | null
  kinds: PersonKind[]
  /** As it was typed; empty for the unit of the import. */
  unitName: string
  gender: Gender | null
  birthDate: string | null
  area: string | null
  skills: string | null
  serviceKinds: string | null
}

const ALSO_KINDS: Record<PersonKind, string[]> = {
  volunteer: ['志愿者', '志愿服务者'],
  partyMember: ['党员', '在职党员', '双报到党员', '中共党员'],
  rider: ['骑手', '快递员', '网约车司机', '外卖骑手', '新就业群体', '三新群体', '司机'],
  resident: ['居民', '村民', '群众'],
}
const ALSO_GENDERS: Record<Gender, string[]> = { male: ['男性', 'm', '先生'], female: ['女性', 'f', '女士'] }

/** One line of at most so many characters, or nothing. */
export const textsIn =
  (cell: Cells, problems: Problems) =>
  (column: string, most: number): string | null => {
    const plain = lineText(cell(column))
    if (plain === '') return null
    return plain.length > most ? problems.add('text-long', column) : plain
  }

/** The record of a person as a row says it; null with at least one problem when it cannot be one. */
export function personIn(values: string[], mapping: Mapping): { facts: PersonFacts | null; problems: ProblemOfRow[] } {
  const cell = cellsOf(values, mapping)
  const problems = new Problems()
  const name = nameIn(cell, problems)
  const phone = phoneIn(cell, problems)
  const email = emailIn(cell, problems)
  if (cell('phone') === '' && cell('email') === '') problems.add('contact-missing', 'phone')
  const kinds = cell('kinds')
    .split(/[、,，;；/|\s]+/)
    .filter((word) => word !== '')
    .map((word) => choiceIn(word, PERSON_KINDS, ALSO_KINDS) ?? problems.add('kind-unknown', 'kinds'))
  const gender =
    cell('gender') === ''
      ? null
      : (choiceIn(cell('gender'), GENDERS, ALSO_GENDERS) ?? problems.add('gender-unknown', 'gender'))
  const birthDate = cell('birthDate') === '' ? null : (dayIn(cell('birthDate')) ?? problems.add('day-bad', 'birthDate'))
  const text = textsIn(cell, problems)
  const [area, skills, serviceKinds] = [text('area', 60), text('skills', 200), text('serviceKinds', 200)]
  if (problems.found.length > 0 || name === null) return { facts: null, problems: problems.found }
  return {
    facts: {
      name,
      phone,
      email,
      kinds: [...new Set(kinds.filter((kind) => kind !== null))],
      unitName: lineText(cell('unit')),
      gender,
      birthDate,
      area,
      skills,
      serviceKinds,
    },
    problems: [],
  }
}

function emailIn(cell: Cells, problems: Problems): string | null {
  if (cell('email') === '') return null
  const parsed = emailSchema.safeParse(cell('email'))
  return parsed.success ? parsed.data : problems.add('email-bad', 'email')
}
