import { randomBytes, randomUUID } from 'node:crypto'
import { createClient, type InStatement } from '@libsql/client'
import express from 'express'
import { MongoClient, ObjectId, type ClientSession } from 'mongodb'
import { exclusively } from '../../src/database/exclusively.ts'

/**
 * The floor: Express 5, the driver under Payload's adapter, and the same durable rows in one transaction. No log-in, no
 * rules, no validation, no look at what is there. Nothing that keeps the same promises can be faster one by one. With
 * `FLOOR=grouped` those who arrive together share a commit, as they do in the product.
 */
const isGrouped = process.env.FLOOR === 'grouped'
/** As in the product. */
const MAX_TOGETHER = 64

interface Floor {
  signUp(activity: string, person: string, unit: string): Promise<unknown>
  checkIn(activity: string, registration: string, attendance: string): Promise<unknown>
  cancel(activity: string, registration: string): Promise<unknown>
}

const uri = process.env.DATABASE_URI ?? ''
const floor = uri.startsWith('mongodb') ? await mongoFloor() : await sqliteFloor()
const app = express()
app.use(express.json())
app.get('/readyz', (_req, res) => void res.json({}))
app.post(
  '/sign-up',
  async (req, res) => void res.status(201).json(await floor.signUp(req.body.activity, req.body.person, req.body.unit)),
)
app.post(
  '/check-in',
  async (req, res) => void res.json(await floor.checkIn(req.body.activity, req.body.registration, req.body.attendance)),
)
app.post('/cancel', async (req, res) => void res.json(await floor.cancel(req.body.activity, req.body.registration)))
app.listen(Number(process.env.PORT), '127.0.0.1')

const nowText = (): string => new Date().toISOString()
function history(what: string): { n: number; at: string; what: string; reason: string; by: string }[] {
  return [{ n: 1, at: nowText(), what, reason: '报名时有空位，且无人候补。', by: 'person' }]
}

/** What is asked for in the same turn of the event loop, or while others are being written, is written at once. */
function inGroups<T>(writeAll: (group: T[]) => Promise<unknown>): (one: T) => Promise<void> {
  const waiting: { one: T; done: () => void; fail: (error: unknown) => void }[] = []
  let isWriting = false
  const writeOn = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting.splice(0, MAX_TOGETHER)
      try {
        await writeAll(group.map(({ one }) => one))
        group.forEach(({ done }) => done())
      } catch (error) {
        group.forEach(({ fail }) => fail(error))
      }
    }
    isWriting = false
  }
  return (one) =>
    new Promise((done, fail) => {
      waiting.push({ one, done, fail })
      if (isWriting) return
      isWriting = true
      setImmediate(() => void writeOn())
    })
}

async function sqliteFloor(): Promise<Floor> {
  const client = createClient({ url: uri })
  await client.executeMultiple('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;')
  const together = inGroups<InStatement[]>((group) => client.batch(group.flat(), 'write'))
  const write = (...statements: InStatement[]) => (isGrouped ? together(statements) : client.batch(statements, 'write'))
  const audit = (): InStatement => ({
    sql: `INSERT INTO audit (id, action, actor, actor_name, subject_collection, subject, summary, created_at, updated_at) VALUES (?, 'checkedIn', 'staff', 'x', 'activities', 'x', 'x', ?, ?)`,
    args: [randomUUID(), nowText(), nowText()],
  })
  return {
    async signUp(activity, person, unit) {
      const id = randomUUID()
      await write(
        {
          sql: `UPDATE activities SET last_sequence = last_sequence + 1, taken = taken + (capacity IS NULL OR taken < capacity),
                waiting = waiting + (capacity IS NOT NULL AND taken >= capacity), free = capacity - taken, revision = ?, updated_at = ? WHERE id = ?`,
          args: [randomUUID(), nowText(), activity],
        },
        {
          sql: `INSERT INTO registrations (id, activity_id, person_id, unit_id, status, sequence, walk_in, attendance, size, passes, counted, unsettled, unnotified, history, revision, created_at, updated_at)
                SELECT ?, id, ?, ?, CASE WHEN waiting > 0 THEN 'waitlisted' ELSE 'confirmed' END, last_sequence, 0, 'unknown', 1, 0, ?, 0, 1, ?, ?, ?, ? FROM activities WHERE id = ?`,
          args: [
            id,
            person,
            unit,
            '{"taken":1,"waiting":0,"present":0,"minutes":0}',
            JSON.stringify(history('confirmed')),
            randomUUID(),
            nowText(),
            nowText(),
            activity,
          ],
        },
      )
      return { id, status: 'confirmed' }
    },
    async checkIn(activity, registration, attendance) {
      await write(
        {
          sql: `UPDATE registrations SET attendance = ?, checked_in_at = ?, method = 'manual', history = ?, revision = ?, updated_at = ? WHERE id = ?`,
          args: [attendance, nowText(), JSON.stringify(history('attended')), randomUUID(), nowText(), registration],
        },
        {
          sql: `UPDATE activities SET present = present + ?, revision = ?, updated_at = ? WHERE id = ?`,
          args: [attendance === 'present' ? 1 : -1, randomUUID(), nowText(), activity],
        },
        { sql: `UPDATE targets SET tally = tally + ?`, args: [attendance === 'present' ? 1 : -1] },
        audit(),
      )
      return { results: [{ outcome: 'recorded' }] }
    },
    async cancel(activity, registration) {
      await write(
        {
          sql: `UPDATE registrations SET status = 'cancelled', cancelled_at = ?, history = ?, revision = ?, updated_at = ? WHERE id = ?`,
          args: [nowText(), JSON.stringify(history('cancelled')), randomUUID(), nowText(), registration],
        },
        {
          sql: `UPDATE registrations SET status = 'confirmed', history = ?, revision = ?, updated_at = ?
                WHERE id = (SELECT id FROM registrations WHERE activity_id = ? AND status = 'waitlisted' ORDER BY sequence LIMIT 1)`,
          args: [JSON.stringify(history('promoted')), randomUUID(), nowText(), activity],
        },
        {
          sql: `UPDATE activities SET waiting = waiting - 1, revision = ?, updated_at = ? WHERE id = ?`,
          args: [randomUUID(), nowText(), activity],
        },
      )
      return { id: registration, status: 'cancelled' }
    },
  }
}

async function mongoFloor(): Promise<Floor> {
  const client = await new MongoClient(uri, { writeConcern: { w: 'majority' } }).connect()
  const db = client.db()
  const collection = (name: string) => db.collection(name)
  // One writer of an activity at a time in this process: 256 transactions at once on one document starve each other
  // beyond the driver's two minutes.
  type Work = (session: ClientSession) => Promise<unknown>
  const writeAll = (works: Work[]) =>
    client.withSession((session) =>
      session.withTransaction(
        async () => {
          for (const work of works) await work(session)
        },
        { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
      ),
    )
  const together = inGroups<Work>(writeAll)
  const inTransaction = (activity: string, work: Work) =>
    isGrouped ? together(work) : exclusively(activity, () => writeAll([work]))
  const stamp = () => ({ revision: randomUUID(), updatedAt: new Date() })
  const set = (values: object) => ({ $set: { ...values, ...stamp() } })
  return {
    async signUp(activity, person, unit) {
      const _id = new ObjectId(randomBytes(12))
      const id = new ObjectId(activity)
      await inTransaction(activity, async (session) => {
        const row = await collection('activities').findOneAndUpdate(
          { _id: id },
          [
            {
              $set: {
                lastSequence: { $add: ['$lastSequence', 1] },
                ...stamp(),
                hasSeat: { $or: [{ $eq: ['$capacity', null] }, { $lt: ['$taken', '$capacity'] }] },
              },
            },
            {
              $set: {
                taken: { $add: ['$taken', { $cond: ['$hasSeat', 1, 0] }] },
                waiting: { $add: ['$waiting', { $cond: ['$hasSeat', 0, 1] }] },
              },
            },
            { $unset: 'hasSeat' },
          ],
          { session, returnDocument: 'after' },
        )
        const status = row?.waiting > 0 ? 'waitlisted' : 'confirmed'
        await collection('registrations').insertOne(
          {
            _id,
            activity: id,
            person: new ObjectId(person),
            unit: new ObjectId(unit),
            status,
            sequence: row?.lastSequence,
            walkIn: false,
            attendance: 'unknown',
            size: 1,
            passes: 0,
            counted: '{"taken":1,"waiting":0,"present":0,"minutes":0}',
            unsettled: false,
            unnotified: true,
            history: history(status),
            createdAt: new Date(),
            ...stamp(),
          },
          { session },
        )
      })
      return { id: _id.toHexString(), status: 'confirmed' }
    },
    async checkIn(activity, registration, attendance) {
      const by = attendance === 'present' ? 1 : -1
      await inTransaction(activity, async (session) => {
        await collection('registrations').updateOne(
          { _id: new ObjectId(registration) },
          set({ attendance, checkedInAt: new Date(), method: 'manual', history: history('attended') }),
          { session },
        )
        await collection('activities').updateOne(
          { _id: new ObjectId(activity) },
          { $inc: { present: by }, $set: stamp() },
          { session },
        )
        await collection('targets').updateMany({}, { $inc: { tally: by } }, { session })
        await collection('audits').insertOne(
          {
            action: 'checkedIn',
            actor: 'staff',
            actorName: 'x',
            subjectCollection: 'activities',
            subject: 'x',
            summary: 'x',
            createdAt: new Date(),
          },
          { session },
        )
      })
      return { results: [{ outcome: 'recorded' }] }
    },
    async cancel(activity, registration) {
      const id = new ObjectId(activity)
      await inTransaction(activity, async (session) => {
        await collection('registrations').updateOne(
          { _id: new ObjectId(registration) },
          set({ status: 'cancelled', cancelledAt: new Date(), history: history('cancelled') }),
          { session },
        )
        const head = await collection('registrations').findOne(
          { activity: id, status: 'waitlisted' },
          { session, sort: { sequence: 1 }, projection: { _id: 1 } },
        )
        await collection('registrations').updateOne(
          { _id: head?._id ?? id },
          set({ status: 'confirmed', history: history('promoted') }),
          { session },
        )
        await collection('activities').updateOne({ _id: id }, { $inc: { waiting: -1 }, $set: stamp() }, { session })
      })
      return { id: registration, status: 'cancelled' }
    },
  }
}
