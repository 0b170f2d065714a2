import { writeFileSync } from 'node:fs'
import { argument, machine, measureOn } from '../measureOn.ts'
import type { Cell, Plan } from './measure.ts'

/**
 * `npm run bench:export [-- --rows=10000,100000] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI is set. See
 * bench/README.md.
 */
const plan: Omit<Plan, 'out'> = { sizes: (argument('rows') ?? '10000,100000').split(',').map(Number) }
for await (const { database, measured } of measureOn<{ cells: Cell[] }>('bench/export/measure.ts', plan)) {
  const file = `bench/results/export-${database}`
  writeFileSync(`${file}.json`, JSON.stringify({ ...measured, database }))
  writeFileSync(`${file}.md`, markdownOf(database, measured.cells))
  console.log(`Written: ${file}.md and .json`)
}

function markdownOf(database: string, cells: Cell[]): string {
  return [
    `# bench/export: ${database}`,
    '',
    `On ${machine()}; load generator and server share it. Only the ratios mean anything elsewhere. What is measured: bench/README.md.`,
    '',
    '| rows | file | MB | floor rows/s | ours rows/s | ours : floor | first byte, ms | peak, MB (before, floor) | page p95 during, ms | alone | ratio |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...cells.map(({ format, floor, ours }) => {
      const columns = [
        ours.rows,
        format,
        (ours.bytes / 2 ** 20).toFixed(1),
        Math.round(floor.rows / floor.seconds),
        Math.round(ours.rows / ours.seconds),
        (floor.seconds / ours.seconds).toFixed(2),
        Math.round(ours.firstMs),
        `${Math.round(ours.peakMb)} (${Math.round(ours.beforeMb)}, ${Math.round(floor.peakMb)})`,
        ours.pageP95.toFixed(1),
        ours.pageP95Alone.toFixed(1),
        (ours.pageP95 / ours.pageP95Alone).toFixed(2),
      ]
      return `| ${columns.join(' | ')} |`
    }),
    '',
  ].join('\n')
}
