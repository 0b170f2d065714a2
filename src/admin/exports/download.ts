import { problemOf } from '../call.ts'

/** How far a file has come: rows can be counted in CSV alone. */
export interface Received {
  total: number
  bytes: number
  rows: number | null
}

export interface Downloaded {
  name: string
  total: number
  /** Records that stand, but may not be given to the asker. */
  leftOut: number
  content: Blob
}

/** An answer that is no file: a sentence to show, or null where there is none. */
export class Refused extends Error {
  constructor(readonly sentence: string | null) {
    super(sentence ?? '')
  }
}

/** @throws Refused; what `fetch` throws when the file breaks off or `signal` is given */
export async function download(
  address: string,
  signal: AbortSignal,
  onReceived: (received: Received) => void,
): Promise<Downloaded> {
  const response = await fetch(address, { credentials: 'same-origin', signal })
  if (!response.ok || !response.body)
    throw new Refused(
      await problemOf(response).then(
        ({ detail }) => detail,
        () => null,
      ),
    )
  const total = Number(response.headers.get('x-total-rows'))
  const leftOut = Number(response.headers.get('x-left-out') ?? 0)
  const type = response.headers.get('content-type') ?? ''
  const count = type.startsWith('text/csv') ? rowCounter() : null
  const parts: Uint8Array<ArrayBuffer>[] = []
  const reader = response.body.getReader()
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return { name: nameOf(response), total, leftOut, content: new Blob(parts, { type }) }
    parts.push(value)
    bytes += value.length
    onReceived({ total, bytes, rows: count && count(value) })
  }
}

function nameOf({ headers }: Response): string {
  const [, name = ''] = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '') ?? []
  return decodeURIComponent(name)
}

const QUOTE = 34
const LINE_FEED = 10

/** Counts lines outside of quotes, the heading left out. */
function rowCounter(): (chunk: Uint8Array) => number {
  let rows = -1
  let isQuoted = false
  return (chunk) => {
    for (const byte of chunk) {
      if (byte === QUOTE) isQuoted = !isQuoted
      else if (byte === LINE_FEED && !isQuoted) rows += 1
    }
    return Math.max(rows, 0)
  }
}

/** Hands the file to the browser's downloads. */
export function save({ name, content }: Downloaded): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
