import type { Column } from '../../domain/records/columns.ts'

/**
 * The parts of a workbook around its sheets (ECMA-376), and the styles that the cells of a sheet name by their place.
 */
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** “@” keeps text as text even after somebody edits the cell: nothing typed by a stranger becomes a formula. */
const FORMATS: Record<Column<never>['kind'], string> = {
  text: '@',
  number: 'General',
  date: 'yyyy-mm-dd',
  time: 'yyyy-mm-dd hh:mm',
}
const KINDS = Object.keys(FORMATS) as Column<never>['kind'][]
/** Formats of one's own begin here. */
const OWN_FORMATS = 164
const HEADING_FILL = 'FFFDEEC8'

export const HEADING_STYLE = 0
export const STYLE_OF = Object.fromEntries(KINDS.map((kind, index) => [kind, index + 1])) as Record<
  Column<never>['kind'],
  number
>

export function escaped(text: string): string {
  // A reader of XML takes a carriage return for a line feed; this is how OOXML spells it.
  return /[&<>"\r]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll('\r', '_x000D_')
    : text
}

/** B for 1, AB for 27. */
export function columnLetters(index: number): string {
  const before = Math.floor(index / 26)
  return `${before === 0 ? '' : columnLetters(before - 1)}${String.fromCharCode(65 + (index % 26))}`
}

/** All of a sheet before its rows: the heading stays in sight, each column is as wide as it needs. */
export function sheetHead(widths: number[]): string {
  const columns = widths.map((width, index) => {
    const place = index + 1
    return `<col min="${place}" max="${place}" width="${width}" customWidth="1"/>`
  })
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`
}

/** All of it after them: the heading filters them. */
export const sheetFoot = (columns: number, rows: number): string =>
  `</sheetData><autoFilter ref="A1:${columnLetters(columns - 1)}${rows}"/></worksheet>`

export interface SheetSize {
  name: string
  columns: number
  /** The heading among them. */
  rows: number
}

/** The other files of the workbook, by their paths. */
export function partsAround(sheets: SheetSize[]): [path: string, xml: string][] {
  const each = (part: (sheet: SheetSize, index: number) => string): string => sheets.map(part).join('')
  const reference = ({ name, columns, rows }: SheetSize): string =>
    `'${escaped(name.replaceAll("'", "''"))}'!$A$1:$${columnLetters(columns - 1)}$${rows}`
  const parts: [string, string][] = [
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)}</sheets><definedNames>${each((sheet, index) => `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${reference(sheet)}</definedName>`)}</definedNames></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${each((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', STYLES],
    [
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${each((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`)}<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
    ],
  ]
  return parts.map(([path, xml]) => [path, `${DECLARATION}${xml}`])
}

const FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
const format = (index: number): number => OWN_FORMATS + index
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="${KINDS.length}">${KINDS.map((kind, index) => `<numFmt numFmtId="${format(index)}" formatCode="${FORMATS[kind]}"/>`).join('')}</numFmts><fonts count="2"><font>${FONT}</font><font><b/>${FONT}</font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="${HEADING_FILL}"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${KINDS.length + 1}"><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>${KINDS.map((_, index) => `<xf numFmtId="${format(index)}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs></styleSheet>`
