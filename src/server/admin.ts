import type { IncomingMessage, ServerResponse } from 'node:http'

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/**
 * Payload's admin: Next in production mode, from the `.next` that `next build` left in the working directory. The first
 * request loads it, so that the site and the API are there sooner. A failed load is tried again by the next request.
 */
export function createAdmin(): Handler {
  let handler: Promise<Handler> | null = null
  const prepared = (): Promise<Handler> =>
    (handler ??= prepare().catch((error: unknown) => {
      handler = null
      throw error
    }))
  return async (req, res) => (await prepared())(req, res)
}

async function prepare(): Promise<Handler> {
  const { default: next } = await import('next')
  const app = next({ dev: false, dir: process.cwd(), quiet: true })
  await app.prepare()
  return app.getRequestHandler()
}
