import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

/**
 * The first sheet of a workbook, read as Excel reads it by nothing that wrote it: every part has to be XML 1.0 without
 * a fault, and the escapes of OOXML (_x0041_) are undone.
 */
export interface SheetCell {
  /** As the file has it: a number is its digits. */
  value: string
  isText: boolean
  style: number
}

export function readSheet(file: Uint8Array): SheetCell[][] {
  const parts = unzipSync(file)
  for (const [name, content] of Object.entries(parts))
    if (/\.(xml|rels)$/.test(name))
      parse(
        strFromU8(content),
        () => undefined,
        () => undefined,
      )
  const rows: SheetCell[][] = []
  let cell: SheetCell | null = null
  let isContent = false
  parse(
    strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array()),
    (name, attributes) => {
      if (name === 'row') rows.push([])
      if (name === 'c') {
        cell = {
          value: '',
          isText: attributes.t === 'inlineStr' || attributes.t === 's',
          style: Number(attributes.s ?? 0),
        }
        const row = rows.at(-1) ?? []
        for (let column = columnOf(attributes.r ?? ''); row.length < column;)
          row.push({ value: '', isText: false, style: 0 })
        row.push(cell)
      }
      isContent = name === 't' || name === 'v'
    },
    (text) => {
      if (cell && isContent) cell.value += text
    },
    () => (isContent = false),
  )
  return rows.map((row) =>
    row.map((one) => ({
      ...one,
      value: one.value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    })),
  )
}

/** B7 is 1. */
function columnOf(reference: string): number {
  return [...reference.replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** @throws at the first fault */
function parse(
  xml: string,
  open: (name: string, attributes: Record<string, string>) => void,
  text: (text: string) => void,
  close: () => void = () => undefined,
): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => open(name, attributes as Record<string, string>))
  parser.on('text', text)
  parser.on('closetag', close)
  parser.write(xml).close()
}

/** Whether a cell of that style is set in bold. */
export function isBold(file: Uint8Array, style: number): boolean {
  const fonts: boolean[] = []
  const formats: number[] = []
  let list = ''
  parse(
    strFromU8(unzipSync(file)['xl/styles.xml'] ?? new Uint8Array()),
    (name, attributes) => {
      if (name === 'fonts' || name === 'cellXfs' || name === 'cellStyleXfs') list = name
      if (name === 'font' && list === 'fonts') fonts.push(false)
      if (name === 'b' && list === 'fonts' && attributes.val !== '0') fonts[fonts.length - 1] = true
      if (name === 'xf' && list === 'cellXfs') formats.push(Number(attributes.fontId))
    },
    () => undefined,
  )
  return fonts[formats[style] ?? 0] ?? false
}
