import { namesOf, openNames, type Columns } from '../../domain/records/columns.ts'
import type { ColumnChoice } from './ColumnChooser.tsx'

/** The columns that this member of staff may choose from. */
export const choicesOf = <Name extends string>(columns: Columns<Name, never>, isDepartment: boolean): ColumnChoice[] =>
  (isDepartment ? namesOf(columns) : openNames(columns)).map((name) => ({ name, heading: columns[name].heading }))
