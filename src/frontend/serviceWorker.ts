/**
 * Opens the check-in pages without a network. It keeps pages and scripts, which name nobody; the list of names is kept
 * apart, encrypted (features/checkIn/door/device.ts). One cache for each build, so that pages and scripts always fit.
 */
interface Build {
  version: string
  /** Everything the pages under /staff/ load. */
  assets: string[]
}

export {}

/** Runs as a service worker; `BUILD` stands before it in the file that the server sends. */
declare const BUILD: Build
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface FetchEvent extends LifeEvent {
  request: Request
  respondWith(answer: Promise<Response>): void
}
declare const self: {
  location: Location
  clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(name: 'message', listener: (event: LifeEvent & { source: { url: string } | null }) => void): void
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void
}

const PREFIX = 'check-in-'
const CACHE = PREFIX + BUILD.version
const START = '/staff/check-in'
/** A network that has not answered by then is treated as none, in milliseconds. */
const PATIENCE_MS = 5000

const isPage = (url: URL): boolean =>
  url.origin === self.location.origin && /^\/staff\/(door|check-in(\/[\w-]+)?)$/.test(url.pathname)

self.addEventListener('install', (event) => event.waitUntil(install().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(dropOldCaches().then(() => self.clients.claim())))
// Each page says that it is there: the first ones were loaded before this worker was at work.
self.addEventListener('message', (event) => event.waitUntil(keepOpenPage(event.source?.url)))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (BUILD.assets.includes(url.pathname)) event.respondWith(fromCacheFirst(request))
  else if (request.mode === 'navigate' && isPage(url)) event.respondWith(fromNetworkFirst(request))
})

/** The scripts, the page to start from, and the pages that an older build kept. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll(BUILD.assets)
  const known = (await oldCaches()).map(async (name) =>
    (await (await caches.open(name)).keys()).map(({ url }) => new URL(url)),
  )
  const pages = new Set([
    START,
    ...(await Promise.all(known))
      .flat()
      .filter(isPage)
      .map(({ pathname }) => pathname),
  ])
  for (const page of pages) await keepPage(cache, page, await fetch(page).catch(() => null))
}

async function keepOpenPage(address: string | undefined): Promise<void> {
  if (address === undefined || !isPage(new URL(address))) return
  const { pathname } = new URL(address)
  const cache = await caches.open(CACHE)
  if (!(await cache.match(pathname))) await keepPage(cache, pathname, await fetch(pathname).catch(() => null))
}

async function oldCaches(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE)
}

async function dropOldCaches(): Promise<void> {
  for (const name of await oldCaches()) await caches.delete(name)
}

/** An answer that led elsewhere (to the log-in) is no page of ours. */
async function keepPage(cache: Cache, page: string, answer: Response | null): Promise<void> {
  if (answer?.ok && !answer.redirected) await cache.put(page, answer)
}

async function fromCacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const known = await cache.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function fromNetworkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const { pathname } = new URL(request.url)
  try {
    // By its address: a request to navigate cannot be given a signal. Redirects are the browser's to follow.
    const answer = await fetch(request.url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
    await keepPage(cache, pathname, answer.clone())
    return answer
  } catch (error) {
    const known = (await cache.match(pathname)) ?? (await cache.match(START))
    if (known) return known
    throw error
  }
}
