import type { ExportedFile } from '../operations/records/exportParticipations.ts'
import { file } from './endpoint.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  pdf: 'application/pdf',
} as const

/** The answer that is a file, by its own name and a plain one for clients that take no other. */
export function fileOf(
  plainName: string,
  format: keyof typeof TYPES,
  { name, rows, body }: ExportedFile,
  headers: Record<string, string> = {},
): Response {
  return file(body, {
    type: TYPES[format],
    name,
    plainName: `${plainName}.${format}`,
    headers: { 'x-total-rows': String(rows), ...headers },
  })
}
