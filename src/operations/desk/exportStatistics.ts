import { Readable } from 'node:stream'
import type { PayloadRequest } from 'payload'
import { monthInWords } from '../../domain/shared/months.ts'
import { FIGURE_UNITS } from '../../domain/desk/figures.ts'
import { FIGURES, type Figure, type Sum } from '../../domain/desk/statistics.ts'
import type { StatisticsQuery } from '../../domain/desk/requests.ts'
import type { Column } from '../../domain/records/columns.ts'
import { csvFile } from '../records/csvFile.ts'
import type { ExportedFile } from '../records/exportParticipations.ts'
import { xlsxFile } from '../records/xlsxFile.ts'
import { getStatistics } from './getStatistics.ts'

interface Line {
  name: string
  sums: Sum[]
}

/** The columns of each month: service time in minutes, so that they add up; of a share both of its numbers. */
const partsOf = (figure: Figure): [heading: string, part: keyof Sum][] =>
  figure === 'recorded'
    ? [
        ['按时登记', 'amount'],
        ['应登记', 'whole'],
      ]
    : [[figure === 'serviceHours' ? '分钟' : FIGURE_UNITS[figure], 'amount']]

/**
 * The table of `getStatistics` as a file: a row for each unit, a column for each month, the totals last. It names
 * nobody, so that nothing of it goes into the audit trail.
 *
 * @throws AppError as getStatistics
 */
export async function exportStatistics(
  req: PayloadRequest,
  { format, ...query }: StatisticsQuery & { format: 'csv' | 'xlsx' },
  now: Date,
): Promise<ExportedFile> {
  const { figure, unit, months, rows, sums, total } = await getStatistics(req, query, now)
  const lines: Line[] = [
    ...rows.map(({ name, isOwn, ...row }) => ({ name: isOwn ? `${name}本级` : name, sums: [...row.sums, row.total] })),
    { name: '合计', sums: [...sums, total] },
  ]
  const columns: Column<Line>[] = [
    { heading: `${unit.name}：${FIGURES[figure]}`, kind: 'text', valueOf: ({ name }) => name },
    ...[...months.map((month) => monthInWords(month)), '合计'].flatMap((span, index) =>
      partsOf(figure).map(([heading, part]): Column<Line> => ({
        heading: `${span}${heading}`,
        kind: 'number',
        valueOf: (line) => line.sums[index]?.[part] ?? 0,
      })),
    ),
  ]
  const bytes = format === 'csv' ? csvFile(once(lines), columns) : xlsxFile(FIGURES[figure], once(lines), columns)
  return {
    name: `${unit.name}-${FIGURES[figure]}-${months[0]}至${months.at(-1)}.${format}`,
    rows: lines.length,
    body: Readable.toWeb(Readable.from(bytes)) as ReadableStream<Uint8Array>,
  }
}

async function* once<T>(batch: T[]): AsyncGenerator<T[]> {
  yield batch
}
