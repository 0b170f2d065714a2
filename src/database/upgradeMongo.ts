import type { Payload } from 'payload'
import { dayOf } from '../domain/shared/calendar.ts'

interface Stored {
  collection: {
    find(filter: object): AsyncIterable<Record<string, unknown>>
    updateOne(filter: object, update: object): Promise<unknown>
    updateMany(filter: object, update: object): Promise<unknown>
  }
}

const DAYS = { targets: ['from', 'to'], trainings: ['date'], awards: ['date'] }

/**
 * The work that the migrations days_and_recounts, recorded_at and undo_and_task_mail do on SQLite. Each step finds
 * nothing left to do the second time.
 */
export async function upgradeMongo(payload: Payload): Promise<void> {
  if (payload.db.name !== 'mongoose') return
  const { collections } = payload.db as unknown as { collections: Record<string, Stored> }
  const stored = (slug: string): Stored['collection'] => {
    const found = collections[slug]
    if (!found) throw new Error(`There is no collection ${slug}`)
    return found.collection
  }
  for (const [slug, fields] of Object.entries(DAYS)) {
    for (const field of fields) {
      for await (const row of stored(slug).find({ [field]: { $type: 'date' } })) {
        await stored(slug).updateOne(
          { _id: row._id, [field]: row[field] },
          { $set: { [field]: dayOf(row[field] as Date), ...(slug === 'targets' && { recount: 'days' }) } },
        )
      }
    }
  }
  await stored('targets').updateMany({ isPublic: { $exists: false } }, { $set: { isPublic: true, recount: 'days' } })
  // A choice of three by now.
  await stored('staff').updateMany({ digest: false }, { $set: { taskMail: 'off' }, $unset: { digest: '' } })
  await stored('staff').updateMany({ digest: true }, { $set: { taskMail: 'daily' }, $unset: { digest: '' } })
  for await (const row of stored('activities').find({
    registrationClosesAt: { $type: 'date' },
    $expr: { $eq: ['$registrationClosesAt', '$startsAt'] },
  })) {
    await stored('activities').updateOne(
      { _id: row._id, registrationClosesAt: row.registrationClosesAt },
      { $set: { registrationClosesAt: null } },
    )
  }
  for await (const row of stored('activities').find({ recordedAt: { $exists: false } })) {
    const { visits, matters, summary } = (row.outcome ?? {}) as Record<string, unknown>
    let isRecorded = Boolean(row.present || visits || matters || summary)
    let first: Date | null = null
    for await (const { checkedInAt } of stored('registrations').find({
      activity: row._id,
      attendance: { $in: ['present', 'absent'] },
    })) {
      isRecorded = true
      if (checkedInAt && (first === null || (checkedInAt as Date) < first)) first = checkedInAt as Date
    }
    const recordedAt = isRecorded ? (first ?? row.updatedAt) : null
    await stored('activities').updateOne({ _id: row._id, recordedAt: { $exists: false } }, { $set: { recordedAt } })
  }
}
