import type { Payload } from 'payload'

/**
 * Lets the database fail in the middle of writing this activity: on SQLite when the rows of its questions follow its
 * own row, on MongoDB after the write, inside its transaction.
 *
 * @returns ends it
 */
export async function refuseWrites(payload: Payload, id: string): Promise<() => Promise<void>> {
  const { db } = payload
  if (db.name === 'sqlite') return failOn(payload, 'INSERT', 'activities_questions', `NEW._parent_id = '${id}'`)
  const { updateOne } = db
  db.updateOne = async function (args) {
    const written = await updateOne.call(this, args)
    if (args.id === id) throw new Error('The disk is full')
    return written
  }
  return async () => {
    db.updateOne = updateOne
  }
}

/**
 * Lets no sign-up for this activity be written that has a seat from the first.
 *
 * @returns ends it
 */
export async function refuseNewSeats(payload: Payload, activity: string): Promise<() => Promise<void>> {
  const { db } = payload
  if (db.name === 'sqlite')
    return failOn(payload, 'INSERT', 'registrations', `NEW.activity_id = '${activity}' AND NEW.status = 'confirmed'`)
  const { collection } = (db as unknown as { collections: Record<'registrations', { collection: Writable }> })
    .collections.registrations
  const { insertMany } = collection
  collection.insertMany = (docs, ...rest) =>
    docs.some((doc) => String(doc.activity) === activity && doc.status === 'confirmed')
      ? Promise.reject(new Error('The disk is full'))
      : insertMany.call(collection, docs, ...rest)
  return async () => {
    collection.insertMany = insertMany
  }
}

interface Writable {
  insertMany(docs: Record<string, unknown>[], ...rest: unknown[]): Promise<unknown>
}

/** SQLite alone: the statement fails when it has done its part. */
export async function failOn(
  payload: Payload,
  event: 'INSERT' | 'UPDATE' | 'DELETE',
  table: string,
  condition = '1',
): Promise<() => Promise<void>> {
  const { client } = payload.db as unknown as { client: { execute(sql: string): Promise<unknown> } }
  await client.execute(
    `CREATE TRIGGER fail_once AFTER ${event} ON "${table}" WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'The disk is full'); END`,
  )
  return async () => {
    await client.execute('DROP TRIGGER fail_once')
  }
}
