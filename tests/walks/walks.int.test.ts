import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { WALKS } from './registry.ts'
import { goWalk } from './walk.ts'
import { startWorld } from './world.ts'

/** Some steps of every walk; `npm run walk` goes further. A failure prints the seed that repeats it. */
const STEPS = Number(process.env.WALK_STEPS ?? 40)

describe('random walks', () => {
  let started: Awaited<ReturnType<typeof startWorld>>
  beforeAll(async () => {
    started = await startWorld()
  })
  afterAll(async () => {
    await started.stop()
  })

  it.each(Object.entries(WALKS))('%s: every promise holds after each step', async (name, walk) => {
    const seed = String(randomInt(1_000_000_000))
    expect(await goWalk(name, walk, started.world, { seed, steps: STEPS })).toBe(STEPS)
  })
})
