import express from 'express'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { workOnImports } from '../../src/operations/imports/workOnImports.ts'

/** The job of imports alone, in a process to be killed. */
const payload = await getPayload({ config })
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.listen(Number(process.env.PORT), '127.0.0.1')
for (;;) {
  await workOnImports(await createLocalReq({}, payload), new Date())
  await new Promise((resolve) => setTimeout(resolve, 10))
}
