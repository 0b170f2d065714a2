import { writeXlsx } from 'hucre/xlsx'

/** The faults that are planted in a file, each named after what it is. */
export const FAULTS = ['repeated', 'known', 'bad phone', 'no name', 'bad day', 'no contact', 'unknown kind'] as const
export type Planted = (typeof FAULTS)[number] | 'fine'

export interface DirtyPerson {
  planted: Planted
  cells: string[]
}

export const PEOPLE_HEADINGS = [' 姓 名 *', '手机号码', '人员类别', '出生年月日', '备注']

const wide = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

/**
 * People as files of many years have them: of every twenty, thirteen are fine, though some of those are written with
 * full-width digits or with blanks, and seven have a fault each.
 *
 * @param known a phone that somebody has already
 */
export function dirtyPeople(
  count: number,
  phoneOf: (index: number) => string,
  known: DirtyPerson['cells'],
): DirtyPerson[] {
  const rows: DirtyPerson[] = []
  for (let index = 0; index < count; index += 1) {
    const phone = phoneOf(index)
    const name = `测试人员${index}`
    const at = index % 20
    const written =
      at === 2 ? wide(phone) : at === 4 ? `+86 ${phone.slice(0, 3)} ${phone.slice(3, 7)}-${phone.slice(7)}` : phone
    const day = at === 6 ? '1990年5月1日' : at === 8 ? '1990/5/1' : ''
    const fine = [name, written, at === 10 ? '党员、志愿者' : '', day, '']
    const cells: Record<Planted, string[]> = {
      fine,
      repeated: [...(rows[index - 1]?.cells ?? fine).slice(0, 4), '又一次'],
      known,
      'bad phone': [name, phone.slice(0, 10), '', '', ''],
      'no name': ['　', phone, '', '', ''],
      'bad day': [name, phone, '', '1990-02-30', ''],
      'no contact': [name, '', '', '', ''],
      'unknown kind': [name, phone, '外星人', '', ''],
    }
    const planted: Planted = at % 2 === 1 && at < 14 ? (FAULTS[(at - 1) / 2] ?? 'fine') : 'fine'
    rows.push({ planted, cells: cells[planted] })
  }
  return rows
}

export const csvOf = (rows: string[][]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\r\n')

/** The bytes of these characters in GBK, by the table that the platform has for reading them. */
export function gbkOf(text: string): Uint8Array {
  gbk ??= gbkTable()
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.codePointAt(0) ?? 0
      return code < 0x80 ? [code] : (gbk?.get(character) ?? [0x3f])
    }),
  )
}

let gbk: Map<string, number[]> | undefined
function gbkTable(): Map<string, number[]> {
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder('gbk')
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if ([...character].length === 1 && character !== '\ufffd' && !table.has(character))
        table.set(character, [lead, trail])
    }
  return table
}

/** A workbook with a title above the headings, and the ranges that are merged. */
export const workbookOf = (
  rows: (string | number | Date | null)[][],
  merges: { startRow: number; endRow: number; startCol: number; endCol: number }[] = [],
): Promise<Uint8Array> => writeXlsx({ sheets: [{ name: '表', rows, merges }] })
