import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** All texts of a PDF as a reader extracts them, page by page, without blanks: lines break where the layout wants it. */
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
