import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { connectionOf } from '../../src/database/sqlite.ts'
import { sweep } from '../../src/operations/desk/sweep.ts'
import { around, methodsOf, rowWriters } from './around.ts'

/**
 * What a server does with its database before it listens, in a process that is killed after its write number
 * DIES_AFTER, or before it rebuilds the file.
 */
const payload = await getPayload({ config })
const die = (): void => void process.kill(process.pid, 'SIGKILL')
if (process.env.DIES_AFTER === 'all') around(methodsOf(connectionOf(payload), 'rebuild'), { before: die })
else {
  const { collections } = payload.db as unknown as { collections: Record<string, { collection: object }> }
  const single =
    payload.db.name === 'sqlite'
      ? []
      : Object.values(collections).flatMap(({ collection }) => methodsOf(collection, 'updateOne'))
  let left = Number(process.env.DIES_AFTER)
  around([...rowWriters(payload), ...single], {
    after: () => {
      left -= 1
      if (left === 0) die()
    },
  })
}
await sweep(await createLocalReq({}, payload), new Date())
process.exit(0)
