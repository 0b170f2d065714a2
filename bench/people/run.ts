import { writeFileSync } from 'node:fs'
import { argument, machine, measureOn } from '../measureOn.ts'
import type { Cell, Plan } from './measure.ts'

/**
 * `npm run bench:people [-- --people=1000000] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI is set. See
 * bench/README.md.
 */
const people = Number(argument('people') ?? 1_000_000)
const plan: Omit<Plan, 'out'> = { people, searches: 100 }
for await (const { database, measured } of measureOn<{ cells: Cell[] }>('bench/people/measure.ts', plan)) {
  const file = `bench/results/people-${database}`
  writeFileSync(`${file}.json`, JSON.stringify({ database, people, ...measured }))
  writeFileSync(`${file}.md`, markdownOf(database, measured.cells))
  console.log(`Written: ${file}.md and .json`)
}

function markdownOf(database: string, cells: Cell[]): string {
  return [
    `# bench/people: ${database}, ${people} people`,
    '',
    `On ${machine()}; who asks and who answers share it. Milliseconds of one answer, asked one after the other; the floor is the first page of the same list without a search. What is measured: bench/README.md.`,
    '',
    '| who asks | typed | searches | found, middle (most) | p50 | p95 | floor p50 | floor p95 | p95 : floor |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...cells.map(({ role, kind, searches, found, p50, p95, floorP50, floorP95 }) => {
      const columns = [
        role,
        kind,
        searches,
        `${found[0]} (${found[1]})`,
        ...[p50, p95, floorP50, floorP95].map((value) => value.toFixed(1)),
        (p95 / floorP95).toFixed(2),
      ]
      return `| ${columns.join(' | ')} |`
    }),
    '',
  ].join('\n')
}
