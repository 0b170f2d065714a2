import { machine } from '../measureOn.ts'
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

export function markdownOf({ database, cells }: Measured, isQuick: boolean, graph: string): string {
  return [
    `# bench/registration: ${database}`,
    '',
    `${isQuick ? 'Quick run' : 'Full run'} on ${machine()}; load generator and servers share it. Only the ratios mean anything elsewhere. What is measured: bench/README.md.`,
    '',
    ...tableOf(cells),
    '',
    ...flatnessOf(cells),
    '',
    `![Cost against size, by line](${graph})`,
    '',
  ].join('\n')
}

export function profileMarkdownOf({ database, runs }: Profiled): string {
  return [
    `# Profile of a sign-up: ${database}`,
    '',
    `On ${machine()}, with the profiler on. What is measured: bench/README.md.`,
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

const [PANEL, HEIGHT, LEFT] = [360, 220, 60]
const short = new Intl.NumberFormat('en', { notation: 'compact' })
const COLOURS: Record<number, string> = { 1: '#14332d', 16: '#c8871e', 256: '#8c2f39' }

/** A panel for each line: what one costs at each size, as a multiple of what it costs at the smallest. */
export function graphOf({ database, cells }: Measured): string {
  const lines = [...new Set(cells.map(({ line }) => line))]
  const sizes = [...new Set(cells.map(({ size }) => size))].sort((a, b) => a - b)
  const x = (size: number): number => LEFT + ((PANEL - LEFT - 20) * sizes.indexOf(size)) / Math.max(1, sizes.length - 1)
  // From half of it to twice as much; what lies beyond is drawn at the edge.
  const y = (growth: number): number => HEIGHT - 40 - ((HEIGHT - 80) * (Math.min(2, Math.max(0.5, growth)) - 0.5)) / 1.5
  const curve = (own: Cell[], contender: Contender, colour: string): string => {
    const smallest = rate(own.find(({ size }) => size === sizes[0])?.windows[contender])
    const points = own.flatMap(({ size, windows }) => {
      const growth = smallest / rate(windows[contender])
      return Number.isNaN(growth) ? [] : [`${x(size)},${y(growth).toFixed(1)}`]
    })
    const dashes = contender === 'product' ? '' : ' stroke-dasharray="4 4"'
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`
  }
  const panel = (line: string, index: number): string => {
    const own = cells.filter((cell) => cell.line === line)
    const clients = [...new Set(own.map((cell) => cell.clients))]
    return [
      `<g transform="translate(${(index % 2) * PANEL} ${Math.floor(index / 2) * HEIGHT})">`,
      `<text x="${LEFT}" y="20" font-weight="bold">${line}</text>`,
      ...[0.5, 1, 1.3, 2].map(
        (growth) =>
          `<line x1="${LEFT}" x2="${PANEL - 20}" y1="${y(growth)}" y2="${y(growth)}" stroke="#ccc"/><text x="${LEFT - 8}" y="${y(growth) + 4}" text-anchor="end">${growth}</text>`,
      ),
      ...sizes.map(
        (size) => `<text x="${x(size)}" y="${HEIGHT - 20}" text-anchor="middle">${short.format(size)}</text>`,
      ),
      ...clients.flatMap((count) => {
        const at = own.filter((cell) => cell.clients === count)
        const colour = COLOURS[count] ?? '#555'
        return [curve(at, 'product', colour), curve(at, 'grouped', colour)]
      }),
      '</g>',
    ].join('\n')
  }
  const height = Math.ceil(lines.length / 2) * HEIGHT
  const legend = Object.entries(COLOURS).map(
    ([count, colour], index) =>
      `<text x="${LEFT + index * 110}" y="${height + 20}" fill="${colour}">${count} client${count === '1' ? '' : 's'}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * PANEL} ${height + 36}" font-family="sans-serif" font-size="12">`,
    `<title>bench/registration on ${database}: cost of one against the number of stored registrations, as a multiple</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...lines.map(panel),
    ...legend,
    `<text x="${LEFT + 340}" y="${height + 20}">solid: ours, dashed: grouped floor</text>`,
    '</svg>',
    '',
  ].join('\n')
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
