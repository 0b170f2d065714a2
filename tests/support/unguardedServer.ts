import express from 'express'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { findRow } from '../../src/database/rows.ts'
import { admissionFor } from '../../src/domain/seats/seats.ts'

/** The control of tests/stampede: reads the counter, decides by the very same rule, writes. No comparison, no swap. */
const payload = await getPayload({ config })
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.post('/claim', async (req, res) => {
  const [activityId, person] = [String(req.query.activity), String(req.query.person)]
  const db = payload.db
  const activity = await findRow({ payload }, 'activities', activityId)
  if (!activity) throw new Error('no such activity')
  const status = admissionFor(activity)
  await db.create({
    collection: 'registrations',
    data: {
      activity: activityId,
      person,
      unit: activity.unit,
      status,
      attendance: 'unknown',
      sequence: activity.lastSequence + 1,
    },
  })
  await db.updateOne({
    collection: 'activities',
    id: activityId,
    data: {
      taken: activity.taken + (status === 'confirmed' ? 1 : 0),
      waiting: activity.waiting + (status === 'waitlisted' ? 1 : 0),
      lastSequence: activity.lastSequence + 1,
    },
  })
  res.json({ status })
})
app.listen(Number(process.env.PORT), '127.0.0.1')
