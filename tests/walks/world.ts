import { startPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'
import type { Answer, World } from './walk.ts'

/** Starts an empty database with two server processes on it. Await `stop` in the end. */
export async function startWorld(): Promise<{ world: World; stop: () => Promise<void> }> {
  const { payload, req, stop } = await startPayload()
  const servers = await Promise.all([
    startServer({}, 'tests/walks/server.ts'),
    startServer({}, 'tests/walks/server.ts'),
  ])
  const world: World = {
    payload,
    req: () => req(),
    ask: async (server, { method = 'GET', path, token, body }) => {
      const asked = servers[server % servers.length]
      const answer = await fetch(`${asked?.url}/api${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `JWT ${token}` }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((cause: unknown) => {
        throw new Error(`A server does not answer (${asked?.status() ?? 'running'}): ${asked?.output()}`, { cause })
      })
      return { status: answer.status, body: parsed(await answer.text()) }
    },
  }
  return {
    world,
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()))
      await stop()
    },
  }
}

function parsed(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body']
  } catch {
    return {}
  }
}
