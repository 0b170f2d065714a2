import express from 'express'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { moveAppointments } from '../../src/operations/appointments/moveAppointments.ts'

/** The county's midnight alone, over and over, in a process to be killed: at a time that the test chooses. */
const payload = await getPayload({ config })
const offset = Number(process.env.MIDNIGHT) - Date.now()
let moved = 0
const app = express()
app.get('/readyz', (_req, res) => void res.json({ moved }))
app.listen(Number(process.env.PORT), '127.0.0.1')
for (;;) {
  moved += await moveAppointments(await createLocalReq({}, payload), new Date(Date.now() + offset))
  await new Promise((resolve) => setTimeout(resolve, 10))
}
