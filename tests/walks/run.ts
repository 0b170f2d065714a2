import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

/**
 * `npm run walk -- NAME [--minutes 10] [--steps N] [--seed N] [--quiet]`: a random walk against two processes of the
 * product, on SQLite, or on the MongoDB at TEST_MONGODB_URI. Prints the seed that repeats it; ends with 1 when a
 * promise is broken.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
})
// The settings come first: the modules of the product read them when they are loaded.
await import(process.env.TEST_MONGODB_URI ? '../support/mongodb.ts' : '../support/settings.ts')
const { WALKS } = await import('./registry.ts')
const { goWalk } = await import('./walk.ts')
const { startWorld } = await import('./world.ts')

const name = positionals[0] ?? ''
const walk = WALKS[name]
if (!walk) {
  console.error(
    `Which walk? ${Object.entries(WALKS)
      .map(([known, { title }]) => `\n  ${known}: ${title}`)
      .join('')}`,
  )
  process.exit(2)
}
const seed = values.seed ?? String(randomInt(1_000_000_000))
const steps = values.steps === undefined ? undefined : Number(values.steps)
const minutes = values.minutes === undefined ? (steps === undefined ? 10 : undefined) : Number(values.minutes)
console.log(`Walk “${name}” (${walk.title}), seed ${seed}, on ${process.env.TEST_MONGODB_URI ? 'MongoDB' : 'SQLite'}`)
const { world, stop } = await startWorld()
try {
  const gone = await goWalk(name, walk, world, {
    seed,
    ...(steps !== undefined && { steps }),
    ...(minutes !== undefined && { ms: minutes * 60_000 }),
    onStep: (step, did) => {
      if (!values.quiet) console.log(`${step}. ${did}`)
    },
  })
  console.log(`${gone} steps, every promise held. Seed ${seed}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await stop()
}
