import type { Mapping } from '../../domain/imports/columns.ts'
import type { ImportView } from '../../domain/imports/views.ts'
import type { ImportKind, RowOutcome } from '../../domain/imports/vocabulary.ts'
import { call, type Answer } from '../call.ts'
import { PATHS } from '../paths.ts'

interface Upload {
  kind: ImportKind
  name: string | null
  unit: string | null
  activity: string | null
}

type Step = Promise<Answer<{ id: string }>>

/** Sent again, as after an answer that was lost, it is the same import: the server knows the file. */
export function upload(file: Blob, asked: Upload): Step {
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  )
  return call('POST', `${PATHS.importCalls}?${query}`, file)
}

export const view = (id: string, show: RowOutcome | null, page: number): Promise<Answer<ImportView>> =>
  call('GET', `${PATHS.importCalls}/${id}?page=${page}${show === null ? '' : `&show=${show}`}`)
export const check = (id: string, mapping: Mapping): Step =>
  call('POST', `${PATHS.importCalls}/${id}/checks`, { mapping })
export const run = (id: string, hasConsent: boolean): Step =>
  call('POST', `${PATHS.importCalls}/${id}/runs`, hasConsent ? { consent: true } : {})
export const undo = (id: string): Step => call('POST', `${PATHS.importCalls}/${id}/undo`)
export const abandon = (id: string): Step => call('DELETE', `${PATHS.importCalls}/${id}`)
