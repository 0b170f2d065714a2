import type { RequestListener, Server } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'

/** Requests wait no longer than this for connections that still come in, in milliseconds. */
const PATIENCE_MS = 50

/**
 * The event loop accepts one connection in each turn, and a turn that answers requests takes milliseconds. Of 256
 * people who come at once the last would wait for 256 such turns, while those who are in are answered time and again.
 * So whoever is in waits until everybody is: a turn that only accepts takes microseconds.
 */
export function acceptFirst(server: Server, answer: RequestListener): void {
  let accepted = 0
  let waiting: Promise<void> | null = null
  const untilAllAreIn = async (): Promise<void> => {
    const giveUpAt = performance.now() + PATIENCE_MS
    // The rest of this turn accepts nobody.
    await turn()
    for (let before = -1; before !== accepted && performance.now() < giveUpAt;) {
      before = accepted
      await turn()
    }
    waiting = null
  }
  server.on('connection', () => {
    accepted += 1
  })
  server.on('request', (req, res) => void (waiting ??= untilAllAreIn()).then(() => answer(req, res)))
}
