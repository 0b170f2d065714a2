import type { Window } from '../registration/drive.ts'
import { machine } from '../measureOn.ts'
import { median, shown } from '../registration/report.ts'
import type { Line, Plan, SignUps } from './measure.ts'

export interface Measured extends Pick<Plan, 'size' | 'clients' | 'readers' | 'everyMs'> {
  database: string
  lines: Line[]
  signUps: SignUps[]
}

const rate = (windows: Window[]): number => median(windows.map(({ perSecond }) => perSecond))
/** Of the windows that were taken one after the other, so that what else the machine did cancels out. */
const ratio = ({ windows }: Line, contender: 'anonymous' | 'loggedIn'): number =>
  median(windows[contender].map(({ perSecond }, round) => perSecond / (windows.floor[round]?.perSecond ?? Number.NaN)))

export function markdownOf({ database, size, clients, readers, everyMs, lines, signUps }: Measured): string {
  const share = median(signUps.map(({ alone, withReaders }) => withReaders.perSecond / alone.perSecond))
  const of = (pick: (one: SignUps) => number): string => shown(median(signUps.map(pick)))
  return [
    `# bench/site: ${database}`,
    '',
    `${clients} clients, ${size} stored registrations, on ${machine()}; load generator and servers share it. Only the ratios mean anything elsewhere. What is measured: bench/README.md.`,
    '',
    '| page | bytes | floor /s | nobody /s | nobody : floor | nobody p99 ms | logged in /s | logged in : floor |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines.map((line) => {
      const { name, bytes, windows } = line
      const columns = [
        name,
        bytes,
        shown(rate(windows.floor)),
        shown(rate(windows.anonymous)),
        shown(ratio(line, 'anonymous'), 2),
        shown(median(windows.anonymous.map(({ p99 }) => p99)), 1),
        shown(rate(windows.loggedIn)),
        shown(ratio(line, 'loggedIn'), 2),
      ]
      return `| ${columns.join(' | ')} |`
    }),
    '',
    '![The same as a graph](site-sqlite.svg)',
    '',
    `## Sign-ups beside ${readers} readers`,
    '',
    `16 clients sign up for one hot activity; each reader opens the home page, the list or that activity every ${everyMs / 1000} seconds.`,
    '',
    '| | sign-ups /s | p50 ms | p99 ms |',
    '| --- | ---: | ---: | ---: |',
    `| alone | ${of(({ alone }) => alone.perSecond)} | ${of(({ alone }) => alone.p50)} | ${of(({ alone }) => alone.p99)} |`,
    `| beside readers | ${of(({ withReaders }) => withReaders.perSecond)} | ${of(({ withReaders }) => withReaders.p50)} | ${of(({ withReaders }) => withReaders.p99)} |`,
    '',
    `Beside readers: ${shown(share, 2)} of what they are alone. A reader's page took ${of(({ read }) => read.p50)} ms (p50), ${of(({ read }) => read.p99)} ms (p99); ${signUps.reduce((sum, { read }) => sum + read.failed, 0)} of ${signUps.reduce((sum, { read }) => sum + read.done, 0)} failed.`,
    '',
  ].join('\n')
}

/** Bars: each page's share of the floor. */
export function graphOf({ lines }: Measured): string {
  const bars = lines.flatMap((line) =>
    (['anonymous', 'loggedIn'] as const)
      .filter((contender) => line.windows[contender].length > 0)
      .map((contender) => ({
        label: `${line.name}${contender === 'loggedIn' ? ', logged in' : ''}`,
        share: ratio(line, contender),
        colour: contender === 'anonymous' ? '#14332d' : '#c8871e',
      })),
  )
  const row = 26
  const [left, width] = [260, 400]
  const height = bars.length * row + 40
  const x = (share: number): number => left + Math.min(share, 1.2) * (width / 1.2)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 60} ${height}" font-family="sans-serif" font-size="13">`,
    '<title>bench/site: requests a second as a share of the floor</title>',
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...[0.1, 0.5, 1].map(
      (share) =>
        `<line x1="${x(share)}" x2="${x(share)}" y1="8" y2="${height - 24}" stroke="#bbb"/><text x="${x(share)}" y="${height - 8}" text-anchor="middle">${share}</text>`,
    ),
    ...bars.map(
      ({ label, share, colour }, index) =>
        `<text x="${left - 8}" y="${index * row + 25}" text-anchor="end">${label}</text><rect x="${left}" y="${index * row + 12}" width="${x(share) - left}" height="18" fill="${colour}"/><text x="${x(share) + 6}" y="${index * row + 25}">${shown(share, 2)}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n')
}
