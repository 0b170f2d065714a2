import type { PayloadRequest } from 'payload'
import type { ImportedRow, ImportRecord } from '../../database/rows.ts'
import type { Difference } from '../../domain/imports/differences.ts'
import type { ImportKind } from '../../domain/imports/vocabulary.ts'
import { differencesToPeople } from './differencesToPeople.ts'
import { differencesToUnits } from './differencesToUnits.ts'
import { judgeAttendances } from './judgeAttendances.ts'
import { judgePeople } from './judgePeople.ts'
import { judgeUnits } from './judgeUnits.ts'
import { undoRows } from './undoRows.ts'
import { undoUnits } from './undoUnits.ts'
import type { Verdict } from './verdict.ts'
import { writeAttendances } from './writeAttendances.ts'
import { writePeople } from './writePeople.ts'
import { writeUnits } from './writeUnits.ts'

/** One batch. @returns false when nothing is left */
export type Batch = (req: PayloadRequest, source: ImportRecord, now: Date) => Promise<boolean>

interface Kind {
  /** The outcome that each of these rows would have. */
  judge: (req: PayloadRequest, source: ImportRecord, rows: ImportedRow[], now: Date) => Promise<Verdict[]>
  /** Whether rows are judged by the others of their file: then all of it is, in one go. */
  isJudgedWhole?: true
  write: Batch
  undo: Batch
  /** By the id of a row, what it says otherwise than the record that is there already. */
  differences: (req: PayloadRequest, source: ImportRecord, known: ImportedRow[]) => Promise<Map<string, Difference[]>>
}

const ATTENDANCES: Kind = {
  judge: judgeAttendances,
  write: writeAttendances,
  undo: undoRows,
  differences: async () => new Map(),
}

/** How each kind of record is brought in; its columns are in src/domain/imports/columns.ts. */
export const KINDS: Record<ImportKind, Kind> = {
  people: { judge: judgePeople, write: writePeople, undo: undoRows, differences: differencesToPeople },
  attendances: ATTENDANCES,
  signInSheet: ATTENDANCES,
  units: {
    judge: judgeUnits,
    isJudgedWhole: true,
    write: writeUnits,
    undo: undoUnits,
    differences: differencesToUnits,
  },
}
