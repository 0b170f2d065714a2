import { lineText } from '../shared/typedText.ts'
import { UNIT_LIMITS } from '../units/limits.ts'
import { UNIT_KINDS, type UnitKind } from '../units/vocabulary.ts'
import { choiceIn, numberIn } from './cells.ts'
import type { Mapping } from './columns.ts'
import { cellsOf, Problems, textsIn } from './personRow.ts'
import type { ProblemOfRow } from './vocabulary.ts'

/** A unit as a row says it. */
export interface UnitFacts {
  name: string
  kind: UnitKind
  head: string | null
  contact: string | null
  memberCount: number | null
}

const ALSO_KINDS: Record<UnitKind, string[]> = {
  county: ['县区', '区县'],
  town: ['镇', '街道', '乡', '乡镇', '镇街'],
  community: ['社区', '村', '行政村', '村社区'],
  organisation: ['驻区单位', '机关', '机关单位', '事业单位'],
  compound: ['住宅小区', '居民小区'],
  firm: ['公司'],
  socialOrganisation: ['社会团体', '协会'],
  branch: ['支部', '党组织'],
  grid: [],
  lane: ['巷子'],
  site: ['项目', '重点项目'],
}

/**
 * Names are read also where the rest is wrong, since others may stand below them; an empty parent is the import's unit.
 */
export function unitIn(
  values: string[],
  mapping: Mapping,
): { facts: UnitFacts | null; name: string; parentName: string; problems: ProblemOfRow[] } {
  const cell = cellsOf(values, mapping)
  const problems = new Problems()
  const text = textsIn(cell, problems)
  const [name, parentName] = [lineText(cell('name')), lineText(cell('parent'))]
  if (name === '') problems.add('unit-name-missing', 'name')
  else text('name', UNIT_LIMITS.name)
  const kind = choiceIn(cell('kind'), UNIT_KINDS, ALSO_KINDS) ?? problems.add('unit-kind-unknown', 'kind')
  const [head, contact] = [text('head', UNIT_LIMITS.head), text('contact', UNIT_LIMITS.contact)]
  const memberCount = cell('memberCount') === '' ? null : numberIn(cell('memberCount'), /[人名]$/)
  const isCount = memberCount !== null && Number.isInteger(memberCount) && memberCount <= UNIT_LIMITS.memberCount
  if (cell('memberCount') !== '' && !isCount) problems.add('members-bad', 'memberCount')
  const isGood = problems.found.length === 0 && kind !== null
  return {
    facts: isGood ? { name, kind, head, contact, memberCount } : null,
    name,
    parentName,
    problems: problems.found,
  }
}
