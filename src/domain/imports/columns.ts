import { lineText } from '../shared/typedText.ts'
import type { ImportKind } from './vocabulary.ts'

/** One column that an import of a kind knows. */
export interface ImportColumn {
  name: string
  /** As the template has it. */
  label: string
  /** Other headings that mean the same. */
  also: string[]
  isRequired?: true
  /** A value for the template. */
  example: string
  /** How to fill it in, for the template. */
  hint: string
}

const PERSON_NAME: ImportColumn = {
  name: 'name',
  label: '姓名',
  also: ['名字', '志愿者姓名', '人员姓名', '参加人', '参与人员', '签到人', '报名人'],
  isRequired: true,
  example: '示例人员',
  hint: '必填，40 个字以内。',
}

const PHONE: ImportColumn = {
  name: 'phone',
  label: '手机号',
  also: ['手机', '手机号码', '电话', '联系电话', '联系方式', '电话号码', '移动电话'],
  example: '15400000000',
  hint: '11 位手机号码。同一个号码即同一个人。',
}

const MINUTES: ImportColumn = {
  name: 'hours',
  label: '服务时长（小时）',
  also: ['服务时长', '志愿时长', '服务小时', '时长', '服务时间（小时）'],
  example: '2',
  hint: '只用于志愿服务，如 2 或 1.5；不填即按活动的起止时间。',
}

const HEADS: ImportColumn = {
  name: 'heads',
  label: '人数',
  also: ['到场人数', '参加人数', '实到人数'],
  example: '1',
  hint: '含本人，1–10；不填即 1 人。',
}

const CAME: ImportColumn = {
  name: 'came',
  label: '是否到场',
  also: ['到场', '到场情况', '签到', '签到情况', '是否签到', '出席情况'],
  example: '是',
  hint: '写“否”“未到”“缺席”的行不登记；其余都算到场。',
}

/** The columns of each kind, in the order of its template. */
export const IMPORT_COLUMNS: Record<ImportKind, ImportColumn[]> = {
  people: [
    PERSON_NAME,
    { ...PHONE, hint: '手机号和邮箱至少填一项，凭它辨认是否已有此人。' },
    {
      name: 'email',
      label: '邮箱',
      also: ['电子邮箱', '邮件', '电子邮件', 'Email', 'E-mail'],
      example: '',
      hint: '可不填。与手机号同时填写时，待本人用验证码确认后生效。',
    },
    {
      name: 'kinds',
      label: '身份',
      also: ['人员类别', '人员身份', '类别', '身份类别'],
      example: '志愿者',
      hint: '志愿者、党员、骑手、居民，可写几种，用顿号隔开。',
    },
    {
      name: 'unit',
      label: '所属单位',
      also: ['单位', '报到单位', '所在单位', '所属社区', '社区', '组织单位'],
      example: '',
      hint: '须是您管理范围内已有的单位名称；不填即导入时所选的单位。',
    },
    { name: 'gender', label: '性别', also: [], example: '女', hint: '男或女，可不填。' },
    {
      name: 'birthDate',
      label: '出生日期',
      also: ['生日', '出生年月日'],
      example: '1990-05-01',
      hint: '可不填。',
    },
    {
      name: 'area',
      label: '居住区域',
      also: ['住址', '居住地', '居住地址'],
      example: '',
      hint: '可不填，60 个字以内。',
    },
    { name: 'skills', label: '专业技能', also: ['技能', '特长'], example: '', hint: '可不填，200 个字以内。' },
    { name: 'serviceKinds', label: '服务类别', also: ['服务意向'], example: '', hint: '可不填，200 个字以内。' },
  ],
  attendances: [
    {
      name: 'title',
      label: '活动名称',
      also: ['活动', '活动主题', '名称', '项目名称'],
      isRequired: true,
      example: '示例：社区清洁日',
      hint: '必填，2–60 个字。单位、名称和日期都相同的即同一场活动。',
    },
    {
      name: 'day',
      label: '活动日期',
      also: ['日期', '时间', '活动时间', '举办日期'],
      isRequired: true,
      example: '2026-01-31',
      hint: '必填，如 2026-01-31、2026/1/31、2026年1月31日；须已过去。',
    },
    {
      name: 'startTime',
      label: '开始时间',
      also: ['开始', '起始时间'],
      example: '14:00',
      hint: '如 14:00；不填即 9:00。志愿服务须填起止时间或服务时长。',
    },
    {
      name: 'endTime',
      label: '结束时间',
      also: ['结束', '截止时间'],
      example: '16:00',
      hint: '如 16:00；不填即开始后 2 小时。',
    },
    { name: 'place', label: '地点', also: ['活动地点', '地址'], example: '', hint: '不填即单位名称。' },
    {
      name: 'line',
      label: '活动品牌',
      also: ['品牌', '活动类别', '活动类型'],
      isRequired: true,
      example: '党群连心·邻里如亲',
      hint: '必填，写全称或其中的几个字，如“邻里如亲”。',
    },
    { name: 'theme', label: '主题', also: [], example: '', hint: '品牌为党群凝“新”时填：强新、联新或暖新。' },
    { name: 'series', label: '系列', also: [], example: '', hint: '品牌为三大类九系列时填，须是已有的系列名称。' },
    { name: 'partner', label: '结对单位', also: [], example: '', hint: '品牌为结对共建时填，须是已有的单位名称。' },
    {
      name: 'ledger',
      label: '记录方式',
      also: ['类型', '记录类型'],
      example: '参与',
      hint: '参与或志愿服务；不填即随活动品牌。两本账分开统计。',
    },
    {
      name: 'unit',
      label: '组织单位',
      also: ['单位', '主办单位', '举办单位', '社区'],
      example: '',
      hint: '须是您管理范围内已有的单位名称；不填即导入时所选的单位。',
    },
    PERSON_NAME,
    { ...PHONE, hint: '没有的，须名单上有唯一的同名的人。' },
    MINUTES,
    HEADS,
    CAME,
  ],
  signInSheet: [PERSON_NAME, { ...PHONE, hint: '没有的，须名单上有唯一的同名的人。' }, MINUTES, HEADS, CAME],
  units: [
    {
      name: 'name',
      label: '名称',
      also: ['单位名称', '组织单位', '组织名称', '单位'],
      isRequired: true,
      example: '示例社区',
      hint: '必填，60 个字以内。上级和名称都相同的即同一个单位。',
    },
    {
      name: 'kind',
      label: '类型',
      also: ['单位类型', '类别', '单位类别', '单位性质'],
      isRequired: true,
      example: '社区',
      hint: '必填：县、镇（街道）、社区（村）、驻地单位、小区、企业、社会组织或党支部。',
    },
    {
      name: 'parent',
      label: '上级',
      also: ['上级单位', '上级组织', '上级名称', '所属单位', '所属镇街', '所属社区'],
      example: '',
      hint: '上级的名称，须已有，或在同一个文件里（先后不限）；不填即导入时所选的单位。',
    },
    {
      name: 'head',
      label: '负责人',
      also: ['主要负责人', '负责人姓名'],
      example: '',
      hint: '可不填，40 个字以内；出具证明时印在证明上。',
    },
    {
      name: 'contact',
      label: '值班联系方式',
      also: ['值班电话', '联系方式', '联系电话', '办公电话', '电话'],
      example: '',
      hint: '可不填，60 个字以内；出具证明时印在证明上。',
    },
    {
      name: 'memberCount',
      label: '在职党员人数',
      also: ['在职党员数', '党员人数', '党员数'],
      example: '',
      hint: '可不填，0 或以上的整数。',
    },
  ],
}

/** Whether a row is that of the template, which says how rows are filled in: by the name in it. */
export function isExample(kind: ImportKind, cells: string[], { name: place }: Mapping): boolean {
  const example = IMPORT_COLUMNS[kind].find(({ name }) => name === 'name')?.example
  return place !== undefined && cells[place] === example
}

/** The place of each column in the file, by its name. */
export type Mapping = Record<string, number>

/** The same for “ 手 机 号* ” and “手机号（必填）”. */
const comparedHeading = (heading: string): string =>
  lineText(heading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（\[【].*?[)）\]】]/g, '')
    .replace(/[\s*＊:：、.。_-]/g, '')

/** The columns that these headings name; each heading is taken once. */
export function mappingOf(kind: ImportKind, headings: string[]): Mapping {
  const compared = headings.map(comparedHeading)
  const taken = new Set<number>()
  const mapping: Mapping = {}
  const take = (column: ImportColumn, names: string[]): void => {
    const place = compared.findIndex((heading, index) => !taken.has(index) && heading !== '' && names.includes(heading))
    if (place < 0 || column.name in mapping) return
    mapping[column.name] = place
    taken.add(place)
  }
  // A heading that is a column's own name is not taken by another that it may mean too.
  for (const column of IMPORT_COLUMNS[kind]) take(column, [comparedHeading(column.label)])
  for (const column of IMPORT_COLUMNS[kind]) take(column, column.also.map(comparedHeading))
  return mapping
}

/** As last time: columns whose headings stand in this file too come before what is recognised. */
export function mappingAsBefore(
  kind: ImportKind,
  headings: string[],
  before: { headings: string[]; mapping: Mapping } | null,
): Mapping {
  const compared = headings.map(comparedHeading)
  const known = Object.entries(before?.mapping ?? {}).flatMap(([name, place]) => {
    const heading = comparedHeading(before?.headings[place] ?? '')
    const now = heading === '' ? -1 : compared.indexOf(heading)
    return now >= 0 && IMPORT_COLUMNS[kind].some((column) => column.name === name) ? [[name, now] as const] : []
  })
  const taken = new Set(known.map(([, place]) => place))
  const recognised = Object.entries(mappingOf(kind, headings)).filter(([, place]) => !taken.has(place))
  return Object.fromEntries([...recognised, ...known])
}

/** Rows above the headings that a file may have: its title, who filled it in. */
export const MAX_ABOVE = 15

/** Of the first rows the one with the headings: the one that names the most columns, or else the first with a text. */
export function headingRowOf(kind: ImportKind, rows: string[][]): number {
  const counts = rows.map((row) => Object.keys(mappingOf(kind, row)).length)
  const most = Math.max(0, ...counts)
  return most > 0 ? counts.indexOf(most) : rows.findIndex((row) => row.some((cell) => cell.trim() !== ''))
}

/** The sentence about a mapping that cannot be used; null when it can. */
export function mappingProblem(kind: ImportKind, mapping: Mapping, width: number): string | null {
  const places = Object.values(mapping)
  if (places.some((place) => place >= width) || new Set(places).size < places.length)
    return '每一项请选文件里不同的一列。'
  const unknown = Object.keys(mapping).find((name) => !IMPORT_COLUMNS[kind].some((column) => column.name === name))
  if (unknown !== undefined) return '有不认识的项目，请刷新后重新选择。'
  const missing = IMPORT_COLUMNS[kind].filter(({ name, isRequired }) => isRequired && !(name in mapping))
  return missing.length > 0 ? `请选择哪一列是${missing.map(({ label }) => `“${label}”`).join('、')}。` : null
}

export const columnLabel = (kind: ImportKind, name: string): string =>
  IMPORT_COLUMNS[kind].find((column) => column.name === name)?.label ?? name
