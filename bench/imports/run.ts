import { writeFileSync } from 'node:fs'
import { argument, machine, measureOn } from '../measureOn.ts'
import type { Cell, Plan } from './measure.ts'

/**
 * `npm run bench:imports [-- --rows=100000] [-- --files=3] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI
 * is set. See bench/README.md.
 */
const rows = Number(argument('rows') ?? 100_000)
const plan: Omit<Plan, 'out'> = { rows, files: Number(argument('files') ?? 3) }
for await (const { database, measured } of measureOn<{ cells: Cell[] }>('bench/imports/measure.ts', plan)) {
  const file = `bench/results/imports-${database}`
  writeFileSync(`${file}.json`, JSON.stringify({ database, rows, ...measured }))
  writeFileSync(`${file}.md`, markdownOf(database, measured.cells))
  console.log(`Written: ${file}.md and .json`)
}

function markdownOf(database: string, cells: Cell[]): string {
  return [
    `# bench/imports: ${database}, ${rows} rows`,
    '',
    `On ${machine()}; load generator and server share it. What is measured: bench/README.md.`,
    '',
    '| file | MB | read, s | dry run, s | run, s | together, s | undo, s | rows by outcome | peak, MB (before) | page p95, ms (alone) | slowest |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |',
    ...cells.map(
      ({ file, megabytes, read, check, run, undo, counts, undone, before, peak, pageAlone, page, pageWorst }) => {
        const columns = [
          file,
          megabytes.toFixed(1),
          ...[read, check, run, read + check + run].map(Math.round),
          undo === null ? '–' : Math.round(undo),
          Object.entries(counts)
            .concat(Object.entries(undone ?? {}).filter(([outcome]) => outcome === 'undone' || outcome === 'left'))
            .map(([outcome, count]) => `${outcome} ${count}`)
            .join(', '),
          `${Math.round(peak)} (${Math.round(before)})`,
          `${page.toFixed(1)} (${pageAlone.toFixed(1)})`,
          Math.round(pageWorst),
        ]
        return `| ${columns.join(' | ')} |`
      },
    ),
    '',
  ].join('\n')
}
