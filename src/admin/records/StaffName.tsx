import type { RelationshipFieldServerComponent } from 'payload'
import { staffNameOn } from '../../operations/identity/namesOnRecords.ts'

/** The member of staff on a record, by name: also for staff who may not open the account. */
export const StaffName: RelationshipFieldServerComponent = async ({ collectionSlug, id, field, req }) => {
  if (id === undefined || !('name' in field)) return null
  const name = await staffNameOn(req, { collection: collectionSlug, id: String(id), field: field.name })
  return (
    name !== null && (
      <section className="field-type xf-record">
        <h3>{String(field.label)}</h3>
        <p>{name}</p>
      </section>
    )
  )
}
