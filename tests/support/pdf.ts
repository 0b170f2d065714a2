import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/**
 * All texts of a PDF as a reader extracts them, page by page, without blanks: lines break where the layout wants it.
 */
export async function textsOf(file: Uint8Array): Promise<string> {
  const task = getDocument({ data: new Uint8Array(file), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  await task.destroy()
  return pages.join('').replace(/\s/g, '')
}

/** A run of text on a page, in points from its lower left corner. */
export interface TextBox {
  page: number
  text: string
  left: number
  bottom: number
  right: number
  top: number
}

const A4 = { width: 595.28, height: 841.89 }

export async function boxesOf(file: Uint8Array): Promise<TextBox[]> {
  const task = getDocument({ data: new Uint8Array(file), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const boxes: TextBox[] = []
  for (let page = 1; page <= document.numPages; page += 1) {
    const { items } = await (await document.getPage(page)).getTextContent()
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue
      const [left, base, height] = [Number(item.transform[4]), Number(item.transform[5]), item.height]
      boxes.push({ page, text: item.str, left, bottom: base, right: left + item.width, top: base + height * 0.8 })
    }
  }
  await task.destroy()
  return boxes
}

/** What is printed over something else, or beyond the page: two texts each. */
export function overprints(boxes: TextBox[]): [string, string][] {
  const over = boxes
    .filter(({ left, right, bottom, top }) => left < 0 || bottom < 0 || right > A4.width || top > A4.height)
    .map(({ text }): [string, string] => [text, 'the edge'])
  const pairs = boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other): [string, string][] => (isOver(one, other) ? [[one.text, other.text]] : [])),
  )
  return [...over, ...pairs]
}

const isOver = (one: TextBox, other: TextBox): boolean =>
  one.page === other.page &&
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 &&
  Math.min(one.top, other.top) - Math.max(one.bottom, other.bottom) > 0.5
