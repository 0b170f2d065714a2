/** Between pieces: the process is to end. */
export class Stopping extends Error {}

/**
 * How pieces of work that nobody waits for follow each other: whoever runs them says so (src/jobs/ticker.ts). @throws
 * Stopping instead of beginning another piece
 */
export type Paced = <T>(work: () => Promise<T>) => Promise<T>

export const atOnce: Paced = (work) => work()
