import express from 'express'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { createApi } from '../../src/server/api.ts'

/**
 * The API alone, in a process that is killed just before the first answer would be stored under its Idempotency-Key.
 */
const payload = await getPayload({ config })
const { db } = payload
const updateOne = db.updateOne.bind(db)
db.updateOne = async (args) => {
  if (args.collection === 'idempotency-keys') process.kill(process.pid, 'SIGKILL')
  return updateOne(args)
}
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.use('/api', createApi(config))
app.listen(Number(process.env.PORT), '127.0.0.1')
