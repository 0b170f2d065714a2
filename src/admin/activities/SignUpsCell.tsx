import type { DefaultServerCellComponentProps } from 'payload'
import { Count } from '../Count.tsx'
import { PATHS } from '../paths.ts'
import { filterNamed } from '../signUps/filters.ts'

/** How many of a kind an activity has, in the list of activities: leads to these on its sheet. */
export function SignUpsCell({ cellData, rowData, field }: DefaultServerCellComponentProps) {
  const count = typeof cellData === 'number' ? cellData : 0
  return (
    <Count of={count} href={PATHS.signUps(String(rowData.id), filterNamed('name' in field && field.name))}>
      {count}
    </Count>
  )
}
