/** How pieces of work that nobody waits for follow each other: whoever runs them says so (src/jobs/ticker.ts). */
export type Paced = <T>(work: () => Promise<T>) => Promise<T>

export const atOnce: Paced = (work) => work()
