import express from 'express'
import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { planDigests } from '../../src/operations/messages/planDigests.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { sendMessages } from '../../src/operations/messages/sendMessages.ts'

/** The message jobs alone, in a process to be killed: without a pause, and at a time of day that the test chooses. */
const payload = await getPayload({ config })
const offset = Number(process.env.MESSAGES_AT) - Date.now()
const app = express()
app.get('/readyz', (_req, res) => void res.json({}))
app.listen(Number(process.env.PORT), '127.0.0.1')
for (;;) {
  const now = new Date(Date.now() + offset)
  await planMessages(await createLocalReq({}, payload), now)
  await planDigests(await createLocalReq({}, payload), now)
  await sendMessages(await createLocalReq({}, payload), now)
  await new Promise((resolve) => setTimeout(resolve, 10))
}
