import { openNames, type Columns } from './columns.ts'

export interface AuditWords {
  /** Each field as it was and as it became, by its name in the form. */
  changes: { label: string; was: string; is: string }[]
  /** Fields whose values are not kept. */
  untold: string[]
  /** All else: what it was about, and the words for it. */
  facts: { label: string; words: string }[]
}

/** The record that a line is about. Without a title it is gone, or many are meant. */
export interface AuditSubject {
  kind: string
  title: string | null
  record: Reference | null
}

export interface Reference {
  collection: string
  id: string
}

/** A line of the audit trail as people read it. */
export interface AuditLine extends AuditWords {
  id: string
  at: string
  /** A member of staff, the person themselves or the system; with the record of who did it, if there is one. */
  who: { name: string; record: Reference | null }
  did: string
  about: AuditSubject
  reason: string
}

/** In place of the title of a record that is gone. */
export const goneRecord = (kind: string): string => `${kind}（已删除或无权查看）`
export const untoldInWords = (labels: string[]): string =>
  `另改了：${labels.join('、')}（个人信息或内部字段，不留内容）。`

/** The columns of a file of the trail, in the words of the screen. */
export const AUDIT_COLUMNS = {
  at: { heading: '时间', kind: 'time', valueOf: ({ at }) => new Date(at) },
  who: { heading: '谁', kind: 'text', valueOf: ({ who }) => who.name },
  did: { heading: '做了什么', kind: 'text', valueOf: ({ did }) => did },
  recordKind: { heading: '记录种类', kind: 'text', valueOf: ({ about }) => about.kind },
  about: {
    heading: '哪一条',
    kind: 'text',
    valueOf: ({ about: { kind, title, record } }) => title ?? (record === null ? '' : goneRecord(kind)),
  },
  reason: { heading: '原因', kind: 'text', valueOf: ({ reason }) => reason },
  changes: {
    heading: '改前和改后',
    kind: 'text',
    valueOf: ({ changes }) => changes.map(({ label, was, is }) => `${label}：${was} → ${is}`).join('\n'),
  },
  more: {
    heading: '其他内容',
    kind: 'text',
    valueOf: ({ untold, facts }) =>
      [
        ...(untold.length > 0 ? [untoldInWords(untold)] : []),
        ...facts.map(({ label, words }) => `${label}：${words}`),
      ].join('\n'),
  },
} as const satisfies Columns<string, AuditLine>
export type AuditColumn = keyof typeof AUDIT_COLUMNS

export const STANDARD_AUDIT_COLUMNS: AuditColumn[] = openNames(AUDIT_COLUMNS)

/** The ways to search the trail by something typed, of which it keeps nothing. */
export const SEARCHED = { by: '操作人', person: '涉及的人', record: '记录名称', about: '一条记录' } as const
