import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recount } from '../../src/operations/tallies/recount.ts'
import { FUZZERS, makeFuzzWorld, type Fuzzer, type FuzzWorld } from '../fuzz/ground.ts'
import { faultsIn } from '../fuzz/judge.ts'
import { requestAt, type OpenApi } from '../fuzz/requests.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * A thousand requests of any kind; `npm run fuzz` asks a server process as many as are wanted, and looks at the time as
 * well.
 */
let app: TestPayload
let world: FuzzWorld

beforeAll(async () => {
  app = await startPayload()
  world = await makeFuzzWorld(app.payload, (await ask({ path: '/openapi.json' })).body as OpenApi)
})
afterAll(() => app.stop())

const EACH = 200

test.each(Object.keys(FUZZERS) as Fuzzer[])(
  '200 requests of %s: no 5xx, no field outside the role, and every number equals its records',
  async (fuzzer) => {
    const kept = await world.keptFrom(fuzzer)
    const failed: string[] = []
    for (let index = 0; index < EACH; index += 1) {
      const request = requestAt(world.ground, `1:${fuzzer}`, index)
      const faults = faultsIn(request, await ask({ ...request, token: world.tokenOf(fuzzer) }), kept)
      if (faults.length > 0)
        failed.push(`#${index} ${request.method} ${request.path} ${request.body ?? ''}: ${faults.join('; ')}`)
    }
    expect(failed).toEqual([])
    expect((await recount(await app.req())).differences).toEqual([])
  },
)
