'use client'
import { Link } from '@payloadcms/ui'
import { countsPeople, type Measure } from '../../domain/tallies/vocabulary.ts'
import { PATHS } from '../paths.ts'
import { TARGET_TEXTS } from './texts.ts'

interface Props {
  id: string
  measure: Measure
  /** Others see and export what is of their own subtree. */
  isDepartment: boolean
}

/** From a number to what it counts: the activities and, where it counts people, their records. */
export function TargetLinks({ id, measure, isDepartment }: Props) {
  return (
    <p className="xf-target__links">
      <Link href={PATHS.contributions(id)} prefetch={false}>
        {TARGET_TEXTS.activities}
      </Link>
      {!isDepartment && (
        <Link href={PATHS.contributions(id, { own: true })} prefetch={false}>
          {TARGET_TEXTS.ownActivities}
        </Link>
      )}
      {countsPeople(measure) && (
        <Link href={PATHS.exportOfTarget(id)} prefetch={false}>
          {isDepartment ? TARGET_TEXTS.records : TARGET_TEXTS.ownRecords}
        </Link>
      )}
    </p>
  )
}
