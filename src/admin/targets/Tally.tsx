'use client'
import { FieldLabel, Link, useAuth, useDocumentInfo, useField, useFormFields } from '@payloadcms/ui'
import type { DefaultCellComponentProps, NumberFieldClientProps } from 'payload'
import { shownTally } from '../../domain/tallies/progress.ts'
import { MEASURE_UNITS, type Measure } from '../../domain/tallies/vocabulary.ts'
import { formatNumber } from '../format.ts'
import { PATHS } from '../paths.ts'
import { TargetLinks } from './TargetLinks.tsx'
import { TARGET_TEXTS } from './texts.ts'

function textOf(tally: unknown, measure: unknown): string {
  if (typeof tally !== 'number' || typeof measure !== 'string') return ''
  return `${formatNumber(shownTally(tally, measure as Measure))} ${MEASURE_UNITS[measure as Measure]}`
}

/** In the unit of the goal beside it: hours where minutes are kept. */
export function TallyCell({ cellData, rowData }: DefaultCellComponentProps) {
  const { id, measure, recount } = rowData as { id?: unknown; measure?: unknown; recount?: unknown }
  return (
    <span>
      <Link href={PATHS.contributions(String(id))} prefetch={false}>
        {textOf(cellData, measure)}
      </Link>{' '}
      {Boolean(recount) && <span className="xf-badge xf-badge--soon">{TARGET_TEXTS.counting}</span>}
    </span>
  )
}

/** A number that was typed, in the unit of its measure already. */
export function AmountCell({ cellData, rowData }: DefaultCellComponentProps) {
  const { measure } = rowData as { measure?: Measure }
  return <span>{typeof cellData === 'number' && measure && `${formatNumber(cellData)} ${MEASURE_UNITS[measure]}`}</span>
}

export function TallyField({ path, field }: NumberFieldClientProps) {
  const { value } = useField<number>({ path })
  const [measure, recount] = useFormFields(([fields]) => [fields.measure?.value, fields.recount?.value])
  return (
    <div className="field-type">
      <FieldLabel label={field.label} path={path} />
      <p className="xf-tally">
        <strong>{textOf(value ?? 0, measure)}</strong>
      </p>
      <p className={recount ? 'xf-notice' : 'xf-hint'} role="status">
        {recount ? TARGET_TEXTS.countingHint : TARGET_TEXTS.hint}
      </p>
      <Links />
    </div>
  )
}

/** By what is saved, which is what is counted. */
function Links() {
  const { id, data } = useDocumentInfo()
  const { user } = useAuth()
  if (id === undefined || !data) return null
  return <TargetLinks id={String(id)} measure={data.measure as Measure} isDepartment={user?.role === 'department'} />
}
