import { createLocalReq, type BeforeListTableServerProps } from 'payload'
import { listOwnUnits } from '../../operations/units/listOwnUnits.ts'
import { IssueForm } from './IssueForm.tsx'

/** Above the list of certificates: issues them for all who served in a period. */
export async function IssueForPeriod({ payload, user }: BeforeListTableServerProps) {
  const req = await createLocalReq({ ...(user && { user }) }, payload)
  return <IssueForm units={await listOwnUnits(req)} />
}
