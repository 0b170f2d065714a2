import { readFileSync } from 'node:fs'

/**
 * How long the main thread of a process has been ready to run while other programs had the cores, in milliseconds since
 * its start. Linux counts it; elsewhere it is nothing.
 */
export function waitedForCore(pid: number): number {
  try {
    const [, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
    return Number(waited) / 1e6
  } catch {
    return 0
  }
}
