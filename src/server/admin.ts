import type { IncomingMessage, ServerResponse } from 'node:http'
import next from 'next'

/**
 * Payload's admin: Next in production mode, from the `.next` that `next build` left in the working directory. Resolves
 * when it can answer.
 */
export async function createAdmin(): Promise<(req: IncomingMessage, res: ServerResponse) => Promise<void>> {
  const app = next({ dev: false, dir: process.cwd(), quiet: true })
  await app.prepare()
  return app.getRequestHandler()
}
