import { isDay } from '../shared/calendar.ts'
import { lineText, symbolText } from '../shared/typedText.ts'

/** Cells are read as people mean them; null is for what cannot be read. */

/** 2026-01-31, 2026/1/31, 2026.1.31, 20260131 and 2026年1月31日, also with a time behind it, as `2026-01-31`. */
export function dayIn(text: string): string | null {
  const plain = symbolText(text.normalize('NFKC'))
  const found =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?([T ].*|\d{1,2}:.*)?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (!found) return null
  const [, year = '', month = '', date = ''] = found
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(day) ? day : null
}

/** 14:00, 14：00, 9时30分, 2026-01-31 14:00, as `14:00`. */
export function timeIn(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').trim()
  const found =
    /^(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[T ])?(\d{1,2})(?::(\d{2})(?::\d{2})?|[时点](?:(\d{1,2})分?)?)$/.exec(
      plain,
    )
  const [hours, minutes] = [Number(found?.[1]), Number(found?.[2] ?? found?.[3] ?? 0)]
  return hours < 24 && minutes < 60 ? `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` : null
}

/** 2, 1.5, ２, “2小时”. */
export function numberIn(text: string, unit: RegExp): number | null {
  const plain = symbolText(text.normalize('NFKC')).replace(unit, '')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

const NOT_CAME = ['否', '未到', '未到场', '缺席', '未签到', '请假', 'n', 'no', '0', '×', 'x', '没来', '未参加']

/** Whether the cell says that somebody did not come. */
export const saysAbsent = (text: string): boolean => NOT_CAME.includes(lineText(text).normalize('NFKC').toLowerCase())

/** The key whose label a cell names: the whole label, the key’s words, or a part of it that no other has. */
export function choiceIn<T extends string>(
  text: string,
  labels: Record<T, string>,
  also: Partial<Record<T, string[]>> = {},
): T | null {
  const plain = comparedChoice(text)
  if (plain === '') return null
  const keys = Object.keys(labels) as T[]
  const exact = keys.filter((key) => [labels[key], ...(also[key] ?? [])].some((word) => comparedLabel(word) === plain))
  const part = plain.length < 2 ? [] : keys.filter((key) => comparedLabel(labels[key]).includes(plain))
  const found = exact.length > 0 ? exact : part
  return found.length === 1 ? (found[0] ?? null) : null
}

const comparedChoice = (text: string): string =>
  lineText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/["'“”‘’·•\s]/g, '')

/** Of a label, which each row of a file is compared with. */
function comparedLabel(label: string): string {
  const compared = labelsKnown.get(label) ?? comparedChoice(label)
  labelsKnown.set(label, compared)
  return compared
}
const labelsKnown = new Map<string, string>()
