import type { Payload, PayloadRequest } from 'payload'
import type { Random } from '../../src/seed/random.ts'
import { randomFrom } from '../../src/seed/random.ts'

/** The product as a walk sees it: two server processes on one database, and that database itself for looking. */
export interface World {
  payload: Payload
  /** A fresh request of the system, for operations. */
  req(): Promise<PayloadRequest>
  /** Asks the API of one of the processes, by number; without a token as nobody. */
  ask(
    server: number,
    call: { method?: string; path: string; token?: string | undefined; body?: unknown },
  ): Promise<Answer>
}

export interface Answer {
  status: number
  /** Parsed, if it is JSON. */
  body: Record<string, unknown>
}

/** A walk that has begun: it knows the records that it made. */
export interface Course {
  /**
   * One random step, of one command or of several at once, drawn from `random` alone so that a seed repeats it. Returns
   * what was done, for the log.
   */
  step(random: Random): Promise<string>
  /** Throws when a promise is broken. Nothing is in flight. */
  judge(): Promise<void>
}

export interface Walk {
  title: string
  begin(world: World): Promise<Course>
}

export interface Stretch {
  seed: string
  /** Ends after so many steps, or so many milliseconds, whichever is given. */
  steps?: number
  ms?: number
  onStep?: (step: number, did: string) => void
}

/** How many of the last steps a failure shows. */
const SHOWN = 15

/**
 * Walks and judges after each step.
 *
 * @returns how many steps were gone
 * @throws with the seed and the last steps when a promise is broken
 */
export async function goWalk(
  name: string,
  walk: Walk,
  world: World,
  { seed, steps = Infinity, ms = Infinity, onStep }: Stretch,
): Promise<number> {
  const course = await walk.begin(world)
  const random = randomFrom(seed)
  const done: string[] = []
  const endsAt = performance.now() + ms
  let step = 0
  try {
    await course.judge()
    while (step < steps && performance.now() < endsAt) {
      step += 1
      const did = await course.step(random)
      done.push(`${step}. ${did}`)
      onStep?.(step, did)
      await course.judge()
    }
  } catch (error) {
    const last = done.slice(-SHOWN).join('\n')
    throw new Error(
      `Walk “${name}” broke after step ${step}; again by: npm run walk -- ${name} --seed ${seed} --steps ${step}\n${last}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      { cause: error },
    )
  }
  return step
}
