import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { publicVersion } from '../../src/operations/shared/publicVersion.ts'
import type { Activity, Person, Programme, Station, Target } from '../../src/payload-types.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import { hoursFromNow, makeActivity, makePerson, makeProgramme, makeStation, makeTarget } from '../support/fixtures.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** Public answers are made once for many: never too old, and never somebody else's. Two processes on one database. */
let app: Desk
let here: TestServer
let there: TestServer
let activity: Activity
let target: Target
let station: Station
let series: Programme
let person: Person
let personToken: string

beforeAll(async () => {
  app = await startDesk()
  const { payload, units } = app
  series = await makeProgramme(payload)
  station = await makeStation(payload, units.community)
  target = await makeTarget(payload)
  activity = await makeActivity(payload, units.community, {
    station: station.id,
    series: series.id,
    line: 'programmes',
    theme: null,
  })
  person = await makePerson(payload)
  personToken = await tokenOf(payload, person)
  here = await startServer({ RATE_LIMITS: 'off' })
  there = await startServer({ RATE_LIMITS: 'off' })
})
afterAll(async () => {
  await Promise.all([here.stop(), there.stop()])
  await app.stop()
})

type Headers_ = Record<string, string>
interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: Buffer
  text: string
}

/** As it stands on the wire. */
function get(server: TestServer, path: string, headers: Headers_ = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    request({ hostname, port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, text: body.toString() })
      })
    })
      .on('error', reject)
      .end()
  })
}

const text = async (server: TestServer, path: string, headers: Headers_ = {}) => (await get(server, path, headers)).text

/** A change as staff make it, answered by that process. */
async function change(server: TestServer, path: string, data: object): Promise<void> {
  const answer = await fetch(`${server.url}/api${path}`, {
    method: 'PATCH',
    headers: { authorization: `JWT ${app.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(data),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
}

const titleNow = async (): Promise<string> =>
  (await app.payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })).title

let words = 0
const newWord = (): string => `词${++words}号`

const activityPage = () => `/activities/${activity.id}`
const pages = () => [
  '/',
  '/activities',
  activityPage(),
  '/api/public/activities',
  `/api/public/activities/${activity.id}`,
]
/** What shows each of the collections, and a change to it with a new word. */
const shown: Record<string, () => { path: string; data: (word: string) => object; pages: string[] }> = {
  activities: () => ({ path: `/activities/${activity.id}`, data: (title) => ({ title }), pages: pages() }),
  targets: () => ({
    path: `/targets/${target.id}`,
    data: (title) => ({ title }),
    pages: ['/', `/targets/${target.id}`, '/api/public/targets'],
  }),
  units: () => ({
    path: `/units/${app.units.community.id}`,
    data: (name) => ({ name }),
    pages: [activityPage(), '/api/public/activities'],
  }),
  stations: () => ({
    path: `/stations/${station.id}`,
    data: (name) => ({ name }),
    pages: ['/stations', `/api/public/activities/${activity.id}`],
  }),
  programmes: () => ({
    path: `/programmes/${series.id}`,
    data: (title) => ({ title }),
    pages: [activityPage(), '/api/public/activities'],
  }),
}

describe('the picture of a shared link', () => {
  const own = (html: string, property: string): string =>
    new RegExp(`property="${property}"[^>]* content="([^"]*)"`).exec(html)?.[1] ?? ''

  it('is named in the head of the page, by an address that changes with what it shows', async () => {
    const before = await text(here, activityPage())
    expect(own(before, 'og:url')).toMatch(new RegExp(`^http.*${activityPage()}$`))
    expect(own(before, 'og:title')).toBe(await titleNow())
    const picture = own(before, 'og:image')
    expect(picture).toContain(`${activityPage()}/card?v=`)
    await change(here, `/activities/${activity.id}`, { title: newWord() })
    expect(own(await text(here, activityPage()), 'og:image')).not.toBe(picture)
  })

  it('is sent once to those who keep it, and to nobody once there is no public page', async () => {
    const path = `${activityPage()}/card`
    const first = await get(here, `${path}?v=whatever`)
    expect([first.status, first.headers['content-type'], first.body.subarray(1, 4).toString()]).toEqual([
      200,
      'image/png',
      'PNG',
    ])
    expect(first.headers['content-encoding']).toBeUndefined()
    const again = await get(here, path, { 'if-none-match': String(first.headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
    await change(here, `/activities/${activity.id}`, { status: 'draft' })
    expect((await get(here, path)).status).toBe(404)
    await change(here, `/activities/${activity.id}`, { status: 'published' })
  })
})

describe('numbers', () => {
  it.each(Object.keys(shown))('%s: a change made here shows in the very next answer', async (collection) => {
    const { path, data, pages: where } = shown[collection]?.() ?? { path: '', data: () => ({}), pages: [] }
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(where.map((page) => text(here, page)))
      const word = newWord()
      await change(here, path, data(word))
      for (const page of where) expect([page, (await text(here, page)).includes(word)]).toEqual([page, true])
    }
  })

  it.each(Object.keys(shown))('%s: a change made elsewhere shows within a second', async (collection) => {
    const { path, data, pages: where } = shown[collection]?.() ?? { path: '', data: () => ({}), pages: [] }
    const word = newWord()
    const readers = new AbortController()
    // Readers all the while: what is kept is fresh at every moment.
    const reading = where.map(async (page) => {
      while (!readers.signal.aborted) await text(there, page)
    })
    await sleep(300)
    await change(here, path, data(word))
    await sleep(1000)
    const seen = await Promise.all(where.map((page) => text(there, page)))
    readers.abort()
    await Promise.all(reading)
    expect(seen.map((one) => one.includes(word))).toEqual(where.map(() => true))
  })

  it('a sign-up shows in the next answer here, and within a second there', async () => {
    const { id } = await makeActivity(app.payload, app.units.community, { capacity: 5, startsAt: hoursFromNow(1) })
    const free = async (server: TestServer): Promise<number> =>
      (JSON.parse(await text(server, `/api/public/activities/${id}`)) as { free: number }).free
    for (let left = 4; left >= 0; left -= 1) {
      expect(await free(here)).toBe(left + 1)
      const token = await tokenOf(app.payload, await makePerson(app.payload))
      const answer = await fetch(`${here.url}/api/activities/${id}/registrations`, {
        method: 'POST',
        headers: { authorization: `JWT ${token}` },
      })
      expect([answer.status, await free(here)]).toEqual([201, left])
      await sleep(1000)
      expect(await free(there)).toBe(left)
    }
  })

  it('are not asked for anew because of what no visitor sees', async () => {
    const { payload } = app
    const before = publicVersion()
    await payload.create({ collection: 'audit', data: { action: 'viewed', summary: '查看' }, overrideAccess: true })
    await payload.update({ collection: 'people', id: person.id, data: { area: '甲' }, overrideAccess: true })
    expect(publicVersion()).toBe(before)
    await payload.update({ collection: 'stations', id: station.id, data: { address: '三路' }, overrideAccess: true })
    expect(publicVersion()).toBeGreaterThan(before)
  })

  it('are asked of the database once a second, however many ask', async () => {
    const moments = new Set<string>()
    const began = Date.now()
    const until = began + 3000
    const reader = async (_: unknown, index: number): Promise<void> => {
      while (Date.now() < until) {
        const [first] = JSON.parse(await text(there, `/api/public/targets?reader=${index}`)) as { asOf: string }[]
        moments.add(first?.asOf ?? '')
      }
    }
    await Promise.all(Array.from({ length: 50 }, reader))
    // At most one in 900 ms, and those that began before and after.
    expect(moments.size).toBeGreaterThan(1)
    expect(moments.size).toBeLessThanOrEqual((Date.now() - began) / 900 + 2)
  })
})

const LARGE = { cookie: 'xf-display=large' }
const QUERIES = [
  '',
  '?',
  '?utm_source=a',
  '?utm_source=b&isappinstalled=0',
  '?__proto__=1&constructor=2&toString=3',
  '?done=1',
  '?done=',
  '?problem=full',
  '?q=',
  '?page=1',
  '?page=0',
  '?page=1&page=2',
  '?size=large&here=/x&cookie=payload-token',
  '?depth=2&draft=true&locale=zz&select[title]=true',
]

const isOfNobody = (page: string): boolean => page.includes('>登录</a>') && !page.includes('action="/logout"')
const isOfSomebody = (page: string, own: string): boolean =>
  page.includes('action="/logout"') && page.includes(`href="${own}"`) && !page.includes('>登录</a>')

describe('what is one’s own', () => {
  it('never comes out of what all share, nor goes in', async () => {
    const addresses = [
      ...['/activities', activityPage()].flatMap((page) => QUERIES.map((query) => `${page}${query}`)),
      ...['/', '/stations', '/about', `/targets/${target.id}`, '/ACTIVITIES', '/activities/'].flatMap((page) => [
        page,
        `${page}?size=large`,
      ]),
    ]
    const own = `payload-token=${personToken}`
    const visitors: Record<string, { headers: Headers_; isOwn: (page: string) => boolean }> = {
      nobody: {
        headers: {},
        isOwn: (page) => isOfNobody(page) && page.includes('data-display="normal"'),
      },
      'somebody whose session is none': {
        headers: { cookie: 'payload-token=nonsense' },
        isOwn: (page) => isOfNobody(page) && page.includes('data-display="normal"'),
      },
      'large print': {
        headers: LARGE,
        isOwn: (page) => isOfNobody(page) && page.includes('data-display="large"'),
      },
      person: {
        headers: { cookie: own },
        isOwn: (page) => isOfSomebody(page, '/me') && page.includes('data-display="normal"'),
      },
      'person in large print': {
        headers: { cookie: `a=b; ${own}; xf-display=large` },
        isOwn: (page) => isOfSomebody(page, '/me') && page.includes('data-display="large"'),
      },
      staff: {
        headers: { cookie: `payload-token=${app.token}` },
        isOwn: (page) => isOfSomebody(page, '/admin'),
      },
    }
    const wrong: string[] = []
    for (const address of addresses)
      await Promise.all(
        [...Object.entries(visitors), ...Object.entries(visitors).reverse()].map(async ([name, visitor]) => {
          const page = await text(here, address, visitor.headers)
          if (!visitor.isOwn(page)) wrong.push(`${name} ${address}`)
        }),
      )
    expect(wrong).toEqual([])
  })

  it('is told to that person alone: a sign-up of theirs, and one at the same time elsewhere', async () => {
    const { payload, units } = app
    const hour = { startsAt: hoursFromNow(30), endsAt: hoursFromNow(32) }
    const at = await makeActivity(payload, units.community, { ...hour, capacity: 9 })
    const beside = await makeActivity(payload, units.community, { ...hour, title: '同一时间的另一场' })
    const [stranger, other, holder, busy] = await Promise.all(
      Array.from({ length: 4 }, async () => tokenOf(payload, await makePerson(payload))),
    )
    const signUp = async (token: string | undefined, { id }: Activity): Promise<void> => {
      const headers = { authorization: `JWT ${token ?? ''}` }
      const { status } = await fetch(`${here.url}/api/activities/${id}/registrations`, { method: 'POST', headers })
      if (status !== 201) throw new Error(`The sign-up was answered ${status}`)
    }
    await signUp(holder, at)
    await signUp(busy, beside)
    const tokens = { stranger, other, holder, busy, staff: app.token, nobody: '' }
    const where = `/activities/${at.id}`
    const toldIn = (page: string): string[] => [
      ...(page.includes('名额已为您留好') ? ['seat'] : []),
      ...(page.includes('data-clash') ? ['clash'] : []),
    ]
    const asked = Array.from({ length: 10 }, () => Object.entries(tokens)).flat()
    const seen = await Promise.all(
      asked.map(async ([name, token]) => [name, await get(here, where, { cookie: `payload-token=${token}` })] as const),
    )
    const told: Record<string, string[]> = { holder: ['seat'], busy: ['clash'] }
    for (const [name, { text: page }] of seen) expect([name, toldIn(page)]).toEqual([name, told[name] ?? []])
    // Those about whom the page says nothing were given one and the same.
    const marks = (name: string) => new Set(seen.filter(([of]) => of === name).map(([, { headers }]) => headers.etag))
    expect(marks('stranger')).toEqual(marks('other'))
    expect(marks('stranger').size).toBe(1)
    expect(marks('stranger')).not.toEqual(marks('nobody'))
    // A sign-up shows at once, also one that the other process took.
    await signUp(stranger, at)
    for (const server of [here, there])
      expect(toldIn(await text(server, where, { cookie: `payload-token=${stranger ?? ''}` }))).toEqual(['seat'])
    // A session that was ended gets nothing of its kind any more.
    await fetch(`${there.url}/logout`, { method: 'POST', headers: { cookie: `payload-token=${other ?? ''}` } })
    expect(isOfNobody(await text(here, where, { cookie: `payload-token=${other ?? ''}` }))).toBe(true)
  })

  it('of the API: a draft is shown to staff alone, and a page of nobody to no member of staff', async () => {
    const draft = await makeActivity(app.payload, app.units.community, { status: 'draft' })
    const where = `/api/public/activities/${draft.id}`
    for (let round = 0; round < 3; round += 1) {
      expect((await get(here, where)).status).toBe(404)
      const asStaff = await get(here, where, { authorization: `JWT ${app.token}` })
      expect([asStaff.status, asStaff.headers['cache-control']]).toEqual([404, 'no-store'])
    }
    await change(here, `/activities/${draft.id}`, { status: 'published' })
    expect((await get(here, where)).status).toBe(200)
    expect((await get(here, where, { authorization: `JWT ${personToken}` })).headers['cache-control']).toBe('no-store')
  })

  it('a form’s answer is for the one who sent it', async () => {
    const typed = '别人看不到的字'
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        if (index % 2 === 0) return text(here, activityPage())
        const answer = await fetch(`${here.url}${activityPage()}`, {
          method: 'POST',
          body: new URLSearchParams({ contact: typed }),
        })
        return answer.text()
      }),
    )
    expect(answers.map((page) => page.includes(typed))).toEqual(answers.map((_, index) => index % 2 === 1))
    expect(await text(here, activityPage())).not.toContain(typed)
  })

  it('an error is kept for nobody', async () => {
    const missing = activity.id.replace(/[0-9a-f]/g, '0')
    for (const where of [`/activities/${missing}`, '/activities?page=x', '/nowhere', '/activities/x']) {
      const answers = await Promise.all(Array.from({ length: 5 }, () => get(here, `${where}`)))
      for (const { status, headers } of answers) {
        expect([where, status >= 400]).toEqual([where, true])
        expect(String(headers.etag)).not.toMatch(/^"/)
      }
    }
    expect((await get(here, '/activities')).status).toBe(200)
  })
})

describe('addresses', () => {
  it('with unknown parameters share one answer, which shows none of them', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) => get(here, `/activities?utm_source=here${index}&x[y]=${index}`)),
    )
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1)
    expect(answers[0]?.text).not.toContain('utm_source')
  })

  it('with known ones do not', async () => {
    const [all, past, found] = await Promise.all(
      ['/activities', '/activities?when=past', `/activities?q=${encodeURIComponent('没有这样的')}&utm_source=x`].map(
        (where) => text(here, where),
      ),
    )
    expect(all).toContain(activityPage())
    expect(past).not.toContain(activityPage())
    expect(found).toContain('没有这样的')
    expect(found).not.toContain(activityPage())
    const [one, two] = await Promise.all(
      ['?limit=1', '?limit=2&junk=1'].map(
        async (query) => JSON.parse(await text(here, `/api/public/activities${query}`)) as { docs: [] },
      ),
    )
    expect([one?.docs.length, two?.docs.length]).toEqual([1, 2])
  })

  it.each(['/activities', '/about', '/api/public/activities'])(
    '%s: packed, marked and left out rightly',
    async (where) => {
      const plain = await get(there, where)
      const { etag } = plain.headers
      expect(etag).toMatch(/^"[\w-]+"$/)
      for (const [encoding, unpack] of [
        ['br', brotliDecompressSync],
        ['gzip', gunzipSync],
      ] as const) {
        const packed = await get(there, where, { 'accept-encoding': encoding })
        expect([packed.headers['content-encoding'], packed.body.length < plain.body.length]).toEqual([encoding, true])
        expect(unpack(packed.body).toString()).toBe(plain.text)
        expect(packed.headers.etag).not.toBe(etag)
        const again = await get(there, where, {
          'accept-encoding': encoding,
          'if-none-match': `"other", ${String(packed.headers.etag)}`,
        })
        expect([again.status, again.text, again.headers.etag]).toEqual([304, '', packed.headers.etag])
        expect(again.headers['content-encoding']).toBeUndefined()
      }
      for (const { headers } of [plain, await get(there, where, {}, 'HEAD')]) {
        expect(headers).toMatchObject({
          etag,
          'content-length': String(plain.body.length),
          'cache-control': 'no-cache, private',
          'content-security-policy': expect.stringContaining("default-src 'self'"),
        })
        for (const name of ['Cookie', 'Authorization', 'Accept-Encoding'])
          expect(String(headers.vary).toLowerCase()).toContain(name.toLowerCase())
      }
      const ids = await Promise.all([1, 2].map(async () => (await get(there, where)).headers['x-request-id']))
      expect(new Set(ids).size).toBe(2)
      const changed = await get(there, where, { 'if-none-match': '"other"' })
      expect([changed.status, changed.text]).toEqual([200, plain.text])
    },
  )

  it('say who is logged in, also after a page of nobody was kept by the browser', async () => {
    const nobody = await get(here, activityPage())
    const logged = await get(here, activityPage(), {
      cookie: `payload-token=${personToken}`,
      'if-none-match': String(nobody.headers.etag),
    })
    expect([logged.status, logged.text.includes('退出登录')]).toEqual([200, true])
    const out = await get(here, activityPage(), { 'if-none-match': String(logged.headers.etag) })
    expect([out.status, out.text.includes('退出登录')]).toEqual([200, false])
  })
})
