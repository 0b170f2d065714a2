'use client'
import { Link } from '@payloadcms/ui'
import type { TargetFilter } from '../../domain/tallies/contributions.ts'
import { PATHS } from '../paths.ts'
import { TARGET_TEXTS } from './texts.ts'

interface Props {
  id: string
  filter: TargetFilter
  /** Others see and export what is of their own subtree. */
  isDepartment: boolean
}

/** From a number to what it counts: the activities and, where it counts people, their records. */
export function TargetLinks({ id, filter, isDepartment }: Props) {
  const countsPeople = filter.measure === 'personTimes' || filter.measure === 'serviceHours'
  return (
    <p className="xf-target__links">
      <Link href={PATHS.contributing(filter)} prefetch={false}>
        {isDepartment ? TARGET_TEXTS.activities : TARGET_TEXTS.ownActivities}
      </Link>
      {countsPeople && (
        <Link href={PATHS.exportOfTarget(id)} prefetch={false}>
          {isDepartment ? TARGET_TEXTS.records : TARGET_TEXTS.ownRecords}
        </Link>
      )}
    </p>
  )
}
