import { cpus, release, totalmem, type } from 'node:os'
import type { Window } from './drive.ts'
import type { Cell, Contender } from './measure.ts'
import type { Profile, Profiled } from './profile.ts'

export interface Measured {
  database: string
  cells: Cell[]
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const rate = (windows: Window[] = []): number => median(windows.map(({ perSecond }) => perSecond))
/** Of the windows that were taken one after the other, so that what else the machine did cancels out. */
const ratio = (cell: Cell, to: Contender): number =>
  median(
    (cell.windows.product ?? []).map(
      ({ perSecond }, round) => perSecond / (cell.windows[to]?.[round]?.perSecond ?? Number.NaN),
    ),
  )
export const shown = (value: number, digits = 0): string => (Number.isNaN(value) ? '–' : value.toFixed(digits))

export const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.version}`

export function markdownOf({ database, cells }: Measured, isQuick: boolean): string {
  return [
    `# bench/registration: ${database}`,
    '',
    `${isQuick ? 'Quick run' : 'Full run'} on ${machine}; load generator and servers share it. Only the ratios mean anything elsewhere. What is measured: bench/README.md.`,
    '',
    ...tableOf(cells),
    '',
    ...flatnessOf(cells),
    '',
  ].join('\n')
}

export function profileMarkdownOf({ database, runs }: Profiled): string {
  return [
    `# Profile of a sign-up: ${database}`,
    '',
    `On ${machine}, with the profiler on. What is measured: bench/README.md.`,
    '',
    ...runs.flatMap(({ clients, floor, product }) => [
      `## ${clients === 1 ? 'One client' : `${clients} clients`}`,
      '',
      `Floor ${shown(floor.perSecond)} a second, ${shown(floor.busyMs, 2)} ms of the server process for each; ours ${shown(product.perSecond)} and ${shown(product.busyMs, 2)} ms.`,
      '',
      '| of our server process | % | ms for each |',
      '| --- | ---: | ---: |',
      ...product.parts
        .slice(0, 15)
        .map(({ name, share }) => `| ${name} | ${shown(share * 100, 1)} | ${shown(share * product.busyMs, 2)} |`),
      '',
      ...commandsOf(floor, product),
    ]),
  ].join('\n')
}

function commandsOf(floor: Profile, product: Profile): string[] {
  const names = [...new Set([...floor.commands, ...product.commands].map(({ name }) => name))]
  if (names.length === 0) return []
  const commandOf = ({ commands }: Profile, name: string): string => {
    const { each = 0, ms = Number.NaN } = commands.find((command) => command.name === name) ?? {}
    return `${shown(each, 2)} × ${shown(ms, 1)}`
  }
  return [
    '| command to MongoDB: number for each × mean ms | floor | ours |',
    '| --- | ---: | ---: |',
    ...names.map((name) => `| ${name} | ${commandOf(floor, name)} | ${commandOf(product, name)} |`),
    '',
  ]
}

function tableOf(cells: Cell[]): string[] {
  return [
    '| stored | line | clients | floor /s | grouped /s | ours /s | plain /s | ours : floor | ours : grouped | ours : plain | p50 ms | p99 ms | p99 : p50 |',
    '| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...cells.map((cell) => {
      const { size, line, clients, windows } = cell
      const latency = (key: 'p50' | 'p99'): string =>
        shown(median((windows.product ?? []).map((window) => window[key])), 1)
      const columns = [
        size,
        line,
        clients,
        shown(rate(windows.floor)),
        shown(rate(windows.grouped)),
        shown(rate(windows.product)),
        shown(rate(windows.plain)),
        shown(ratio(cell, 'floor'), 2),
        shown(ratio(cell, 'grouped'), 2),
        shown(ratio(cell, 'plain'), 2),
        latency('p50'),
        latency('p99'),
        shown(median((windows.product ?? []).map(({ p50, p99 }) => p99 / p50)), 1),
      ]
      return `| ${columns.join(' | ')} |`
    }),
  ]
}

/** What one of each line costs at the largest stock against the smallest, as measured, and how the floors grow. */
function flatnessOf(cells: Cell[]): string[] {
  const [smallest, largest] = [Math.min(...cells.map(({ size }) => size)), Math.max(...cells.map(({ size }) => size))]
  return cells
    .filter(({ size, line }) => size === smallest && line !== 'sign-up, one hot activity')
    .flatMap((small) => {
      const large = cells.find(
        ({ size, line, clients }) => size === largest && line === small.line && clients === small.clients,
      )
      if (!large) return []
      const growth = (contender: Contender): string =>
        shown(rate(small.windows[contender]) / rate(large.windows[contender]), 2)
      return [
        `- ${small.line}, ${small.clients} clients: one at ${largest} stored costs ${growth('product')} times what it does at ${smallest} (floor ${growth('floor')}, grouped ${growth('grouped')}, plain ${growth('plain')})`,
      ]
    })
}
