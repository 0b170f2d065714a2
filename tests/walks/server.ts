import express from 'express'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { startJobs } from '../../src/jobs/ticker.ts'
import { sweep } from '../../src/operations/desk/sweep.ts'
import { createApi } from '../../src/server/api.ts'

/** A server process of a walk: the API and the jobs, straight from the sources. */
const payload = await getPayload({ config })
await sweep(await createLocalReq({}, payload), new Date())
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.use('/api', createApi(config))
app.listen(Number(process.env.PORT), '127.0.0.1')
startJobs(payload)
