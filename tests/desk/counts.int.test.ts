import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { AdminViewServerProps, Payload, PayloadRequest, Where } from 'payload'
import { parse } from 'qs-esm'
import { createElement, isValidElement, type ReactNode } from 'react'
import { filterNamed, filterSignUps } from '../../src/admin/signUps/filters.ts'
import { MEASURES, type Measure } from '../../src/domain/tallies/vocabulary.ts'
import { shownTally } from '../../src/domain/tallies/progress.ts'
import { listWaitingOf, WAITING_KINDS } from '../../src/operations/desk/listStaffTasks.ts'
import { countedQuerySchema } from '../../src/domain/desk/requests.ts'
import { FIGURES, type Figure } from '../../src/domain/desk/statistics.ts'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { addMonths, monthInWords } from '../../src/domain/shared/months.ts'
import { exportStatistics } from '../../src/operations/desk/exportStatistics.ts'
import { getStatistics, type Statistics as Shown } from '../../src/operations/desk/getStatistics.ts'
import { listCounted } from '../../src/operations/desk/listCounted.ts'
import { targetMonths } from '../../src/operations/activities/targetMonths.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { DEMO_STAFF } from '../../src/seed/data/logins.ts'
import { seed } from '../../src/seed/index.ts'
import type { Activity, Staff, Unit } from '../../src/payload-types.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { hoursFromNow, makeActivity, makePerson, makeRegistration } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** A role has hundreds of numbers to follow, on an engine that shares its cores with other tests. */
jest.setTimeout(600_000)

/**
 * Every count at the desk equals the rows of the list that it opens. Nothing here knows which counts there are: the
 * dashboard is drawn, each of its numbers has to be a link, each link is followed, and so are the numbers of the lists
 * behind. A number that is a date, a goal or a name stands in an element that says so (`time`, `data`, a title).
 */
jest.unstable_mockModule('@payloadcms/ui', () => ({
  Link: ({ prefetch: _, ...props }: { prefetch?: boolean }) => createElement('a', props),
}))
const { Dashboard } = await import('../../src/admin/dashboard/Dashboard.tsx')
const { CountedList } = await import('../../src/admin/statistics/CountedList.tsx')
const { Statistics } = await import('../../src/admin/statistics/Statistics.tsx')
const { ContributionList } = await import('../../src/admin/targets/ContributionList.tsx')
const { listContributions } = await import('../../src/operations/activities/listContributions.ts')

const NOW = new Date()
let app: TestPayload
let payload: Payload

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  await seed(payload, { scale: 1, now: NOW })
})
afterAll(() => app.stop())

interface Count {
  of: number
  href: string
}

interface Drawn {
  counts: Count[]
  /** Texts with a digit that no link of a count holds. */
  loose: string[]
  /** Lines of lists and tables. */
  rows: number
}

/**
 * Elements whose numbers count no records: moments, goals and other given numbers, places, titles and explanations; and
 * a chart, whose numbers the table beside it says.
 */
const isNoCount = (type: unknown, className = ''): boolean =>
  ['time', 'data', 'address', 'header', 'nav', 'svg'].includes(String(type)) ||
  /(^| )(xf-task__title|xf-target__title|xf-hint)( |$)/.test(className)

/** Draws what a screen returns: none of our own screens at the desk keeps a state of its own. */
function draw(node: ReactNode, drawn: Drawn = { counts: [], loose: [], rows: 0 }): Drawn {
  if (Array.isArray(node)) node.forEach((one: ReactNode) => draw(one, drawn))
  else if (typeof node === 'string' || typeof node === 'number') {
    if (/\d/.test(String(node))) drawn.loose.push(String(node))
  } else if (isValidElement<Record<string, unknown>>(node)) {
    const { type, props } = node
    if (typeof type === 'function') return draw((type as (props: unknown) => ReactNode)(props), drawn)
    if ('data-count' in props) drawn.counts.push({ of: Number(props['data-count']), href: String(props.href) })
    else if (!isNoCount(type, String(props.className ?? ''))) draw(props.children as ReactNode, drawn)
    else drawn.counts.push(...draw(props.children as ReactNode).counts)
    if (type === 'li' || (type === 'tr' && isLine(props.children as ReactNode))) drawn.rows += 1
  }
  return drawn
}

const isLine = (cells: ReactNode): boolean => [cells].flat().some((cell) => isValidElement(cell) && cell.type === 'td')

const drawDashboard = async (req: PayloadRequest, searchParams = {}): Promise<Drawn> =>
  draw(await Dashboard({ initPageResult: { req }, searchParams } as unknown as AdminViewServerProps))

const sum = (amounts: number[]): number => amounts.reduce((total, one) => total + one, 0)

/** Of the activities of a target, by its id: asked for once. */
const amountsOf = new Map<string, number[]>()

/** The sum of the list behind a link, and the counts that stand on its first page. */
async function follow(staff: Staff, href: string): Promise<{ amount: number | number[]; counts: Count[] }> {
  const url = new URL(href, 'http://desk.invalid')
  const query = Object.fromEntries(url.searchParams)
  const req = await app.req(staff)
  if (url.pathname === '/admin') {
    const pages: Drawn[] = []
    do pages.push(await drawDashboard(await app.req(staff), { ...query, page: String(pages.length + 1) }))
    while (pages.at(-1)?.rows)
    return { amount: sum(pages.map(({ rows }) => rows)), counts: pages[0]?.counts ?? [] }
  }
  if (url.pathname === '/admin/collections/activities') {
    const { where } = parse(url.search, { ignoreQueryPrefix: true, depth: 10 }) as { where: Where }
    const { baseFilter } = payload.collections.activities.config.admin
    const own = await baseFilter?.({ limit: 0, page: 1, sort: '', req })
    const and = [where, ...(own && typeof own === 'object' ? [own] : [])]
    const { docs } = await payload.find({
      collection: 'activities',
      where: { and },
      pagination: false,
      depth: 0,
      overrideAccess: false,
      user: req.user,
      req,
    })
    return { amount: docs.length, counts: [] }
  }
  if (url.pathname === '/admin/statistics') {
    const { list: _, ...asked } = query
    const pages = [await listCounted(req, countedQuerySchema.parse(asked), NOW)]
    const { sum: whole, activities, figure } = pages[0] as (typeof pages)[number]
    for (let page = 2; page <= activities.totalPages; page += 1)
      pages.push(await listCounted(req, countedQuerySchema.parse({ ...asked, page }), NOW))
    const lines = pages.flatMap((page) => page.activities.docs)
    expect(lines).toHaveLength(activities.totalDocs)
    expect(sum(lines.map(({ amount }) => amount))).toBe(whole.amount)
    const counted = pages[0] as (typeof pages)[number]
    const drawn = draw(createElement(CountedList, { counted, hrefOf: () => '' }))
    expect(drawn.rows).toBe(activities.docs.length)
    const isShare = figure === 'recorded' && query.only === undefined
    return { amount: isShare ? lines.length : sum(lines.map(({ amount }) => amount)), counts: drawn.counts }
  }
  const [, collection, id = '', tab] = /^\/admin\/collections\/(\w+)\/([^/]+)(?:\/([\w-]+))?$/.exec(url.pathname) ?? []
  if (collection === 'activities' && tab === 'sign-ups')
    return { amount: await sheetOf(req, id, query.show), counts: [] }
  if (collection === 'targets' && tab === 'activities') {
    const own = query.own === '1'
    const first = await listContributions(req, { target: id, page: 1, own }, NOW)
    // The same for all staff, but for what is within the own subtree.
    const known = own ? undefined : amountsOf.get(id)
    const amounts = known ?? first.activities.docs.map(({ amount }) => amount)
    const pages = known ? 1 : first.activities.totalPages
    for (let page = 2; page <= pages; page += 1) {
      const { activities } = await listContributions(await app.req(staff), { target: id, page, own }, NOW)
      amounts.push(...activities.docs.map(({ amount }) => amount))
    }
    if (!own) amountsOf.set(id, amounts)
    expect(amounts).toHaveLength(first.activities.totalDocs)
    const drawn = draw(
      createElement(ContributionList, { contributions: first, isDepartment: staff.role === 'department' }),
    )
    expect(drawn.rows).toBe(first.activities.docs.length)
    return { amount: shownTally(sum(amounts), first.target.measure), counts: drawn.counts }
  }
  const [, open = ''] = /^\/(?:admin\/collections\/)?activities\/([^/]+)$/.exec(url.pathname) ?? []
  if (open !== '') return { amount: numbersOf(await readActivity(req, open)), counts: [] }
  throw new Error(`${href} is no list`)
}

const readActivity = async (req: PayloadRequest, id: string): Promise<Activity> =>
  payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: false, user: req.user, req })

/** An activity is one session, and says itself how many came and how long they served, visits and matters settled. */
const numbersOf = ({ present, minutes, outcome }: Activity): number[] =>
  [1, present, minutes, outcome?.visits, outcome?.matters].map((one) => one ?? 0)

/** In heads, or in sign-ups where these are decided; of the people who came, in minutes too. */
async function sheetOf(req: PayloadRequest, activity: string, show: unknown): Promise<number | number[]> {
  const filter = filterNamed(show)
  const { signUps } = await listSignUps(req, activity, 1, NOW)
  const rows = filterSignUps(signUps, filter, '')
  if (filter === 'pending') return rows.length
  const heads = sum(rows.map(({ size, came }) => (filter === 'present' ? (came ?? size) : size)))
  return filter === 'present' ? [heads, sum(rows.map(({ minutes }) => minutes ?? 0))] : heads
}

async function staffOf(role: keyof typeof DEMO_STAFF): Promise<Staff> {
  const { docs } = await payload.find({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF[role] } },
    depth: 0,
    overrideAccess: true,
  })
  if (!docs[0]) throw new Error(`No ${role}`)
  return docs[0]
}

async function aCommunity(): Promise<Unit> {
  const { docs } = await payload.find({
    collection: 'units',
    where: { kind: { equals: 'community' } },
    limit: 1,
    overrideAccess: true,
  })
  if (!docs[0]) throw new Error('No community')
  return docs[0]
}

const opened = new Set<string>()
/** The kind of a list: its path without ids, and what it shows. */
const kindOf = (href: string): string => {
  const { pathname, searchParams } = new URL(href, 'http://desk.invalid')
  return `${pathname.replace(/[0-9a-f-]{20,}/, ':id')} ${searchParams.get('show') ?? ''}`.trim()
}

test.each(Object.keys(DEMO_STAFF) as (keyof typeof DEMO_STAFF)[])(
  'every count at the desk of the %s opens a list of as many',
  async (role) => {
    const staff = await staffOf(role)
    const { counts, loose } = await drawDashboard(await app.req(staff))
    expect(loose).toEqual([])
    expect(counts.length).toBeGreaterThan(10)
    const toFollow = [...counts]
    const followed = new Set<string>()
    for (let count = toFollow.shift(); count !== undefined; count = toFollow.shift()) {
      const key = `${count.of} ${count.href}`
      if (followed.has(key)) continue
      followed.add(key)
      opened.add(kindOf(count.href))
      const list = await follow(staff, count.href)
      const amounts = [list.amount].flat()
      expect([count.href, amounts.includes(count.of) ? count.of : amounts]).toEqual([count.href, count.of])
      toFollow.push(...list.counts)
    }
  },
  600_000,
)

test('the walk came by every kind of list', () => {
  expect([...opened].sort()).toEqual(
    [
      ...WAITING_KINDS.map((kind) => `/admin ${kind}`),
      '/activities/:id',
      '/admin/collections/activities',
      '/admin/collections/activities/:id',
      ...['pending', 'present', 'taken', 'waiting'].map((show) => `/admin/collections/activities/:id/sign-ups ${show}`),
      '/admin/collections/targets/:id/activities',
    ].sort(),
  )
})

describe('a number without a list is found', () => {
  test.each([
    [createElement('p', {}, '已有 12 人'), ['已有 12 人']],
    [createElement('p', {}, '共', 3, '场'), ['3']],
    [createElement('time', {}, '11月28日'), []],
    [createElement('a', { href: '/admin?show=full', 'data-count': 4 }, '4'), []],
  ])('%#', (node, loose) => expect(draw(node).loose).toEqual(loose))

  test('and one whose link leads elsewhere is no list', async () => {
    await expect(follow(await staffOf('department'), '/admin/help')).rejects.toThrow('is no list')
  })
})

test('on the public pages each target opens what adds up to it, and no more is public than that', async () => {
  const { docs } = await payload.find({ collection: 'targets', pagination: false, depth: 0, overrideAccess: true })
  const measures = new Set<Measure>()
  for (const { id, tally, measure } of docs) {
    measures.add(measure)
    let total = 0
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { activities, tally: shown } = await listContributions(await app.req(), { target: id, page }, NOW)
      pages = activities.totalPages
      expect(shown).toBe(tally)
      total += sum(activities.docs.map(({ amount }) => amount))
      for (const line of activities.docs)
        expect(Object.keys(line).sort()).toEqual(['amount', 'id', 'isOwn', 'startsAt', 'title', 'unit'])
    }
    expect([id, total]).toEqual([id, tally])
  }
  expect([...measures].sort()).toEqual(Object.keys(MEASURES).sort())
})

describe('the figures by unit and month', () => {
  const MONTH = dayOf(NOW).slice(0, 7)
  const all = { from: addMonths(MONTH, -12), to: addMonths(MONTH, 1) }
  const figures = Object.keys(FIGURES) as Figure[]
  const shown = async (staff: Staff, query: { figure: Figure; from: string; to: string; unit?: string }) =>
    getStatistics(await app.req(staff), query, NOW)

  test.each(Object.keys(DEMO_STAFF) as (keyof typeof DEMO_STAFF)[])(
    'every number that the %s sees opens activities that add up to it',
    async (role) => {
      const staff = await staffOf(role)
      let followed = 0
      const leadOn: Figure[] = []
      for (const figure of figures) {
        const further = new Map<string, number>()
        // A figure has hundreds of numbers: followed are all of a month or two.
        const from = addMonths(MONTH, figure === 'personTimes' ? -2 : -1)
        const statistics = await shown(staff, { figure, from, to: addMonths(MONTH, -1) })
        expect(addsUp(statistics)).toEqual([])
        const { counts, loose } = draw(createElement(Statistics, { statistics }))
        expect(loose).toEqual([])
        for (const [href, of] of new Map(counts.map((count) => [count.href, count.of]))) {
          const list = await follow(staff, href)
          expect([href, list.amount]).toEqual([href, of])
          followed += 1
          for (const count of list.counts) further.set(count.href, count.of)
        }
        // The lists have numbers of their own, which lead on to the people or to the activity.
        for (const [href, of] of [...further].slice(0, 20)) {
          const amounts = [(await follow(staff, href)).amount].flat()
          expect([href, amounts.includes(of) ? of : amounts]).toEqual([href, of])
        }
        if (further.size > 0) leadOn.push(figure)
      }
      expect(followed).toBeGreaterThan(role === 'department' ? 60 : 10)
      if (role === 'department') expect(leadOn).toEqual(figures.filter((figure) => figure !== 'recorded'))
    },
    600_000,
  )

  test('a table opens into those below, down to the last, and each sum is the row above', async () => {
    const staff = await staffOf('department')
    const query = { figure: 'personTimes', from: addMonths(MONTH, -2), to: MONTH } as const
    const county = await shown(staff, query)
    for (const row of county.rows.filter(({ hasBelow }) => hasBelow)) {
      const town = await shown(staff, { ...query, unit: row.id })
      expect([row.name, town.total, town.sums]).toEqual([row.name, row.total, row.sums])
      expect(town.path.map(({ id }) => id)).toEqual([county.unit.id, row.id])
    }
    expect(county.rows.length).toBeGreaterThan(10)
  })

  test('a town and an organiser are shown their own part of the same, and no unit beside it', async () => {
    const [department, town, organiser] = await Promise.all((['department', 'town', 'organiser'] as const).map(staffOf))
    for (const staff of [town, organiser] as Staff[]) {
      const own = await shown(staff, { figure: 'personTimes', ...all })
      const unit = own.unit.id
      expect(own).toMatchObject({
        total: (await shown(department as Staff, { figure: 'personTimes', ...all, unit })).total,
        path: [{ id: unit }],
      })
      const { docs } = await payload.find({
        collection: 'units',
        where: { and: [{ kind: { equals: 'town' } }, { id: { not_equals: unit } }] },
        depth: 0,
        overrideAccess: true,
      })
      for (const { id } of docs)
        await expect(shown(staff, { figure: 'personTimes', ...all, unit: id })).rejects.toThrow('不在您的管理范围内')
    }
  })

  test('the county’s totals are what the targets say', async () => {
    const staff = await staffOf('department')
    const { docs } = await payload.find({ collection: 'targets', depth: 0, pagination: false, overrideAccess: true })
    const tallyOf = (title: string): number | null | undefined => docs.find((target) => target.title === title)?.tally
    const said = [
      ['riderTimes', '先“蜂”暖心活动参与人次'],
      ['visits', '结对共建走访'],
      ['matters', '办结身边事、关键事'],
      ['serviceHours', '党员与志愿者服务时长'],
    ] as const
    for (const [figure, title] of said) {
      const statistics = await shown(staff, { figure, ...all })
      const { total } = statistics
      expect(addsUp(statistics)).toEqual([])
      expect([title, total.amount]).toEqual([title, tallyOf(title)])
      expect(total.amount).toBeGreaterThan(0)
    }
  })

  test('what was never recorded in time is what the dashboard says is overdue, and part of it was late', async () => {
    const staff = await staffOf('department')
    const over = { startsAt: hoursFromNow(-40 * 24), endsAt: hoursFromNow(-40 * 24 + 1) }
    const [signedUp, nobody] = [
      await makeActivity(payload, await aCommunity(), over),
      await makeActivity(payload, await aCommunity(), over),
    ]
    await makeRegistration(payload, signedUp, await makePerson(payload))
    const forgotten = [signedUp.id, nobody.id]
    const month = dayOf(signedUp.endsAt).slice(0, 7)
    const query = countedQuerySchema.parse({ figure: 'recorded', from: month, to: month })
    const lines = []
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { activities } = await listCounted(await app.req(staff), { ...query, page }, NOW)
      pages = activities.totalPages
      lines.push(...activities.docs)
    }
    const waiting = []
    for (let page = 1, isMore = true; isMore; page += 1) {
      const { items } = await listWaitingOf(await app.req(staff), NOW, 'overdue', page)
      waiting.push(...items.filter(({ endsAt }) => dayOf(endsAt).startsWith(month)))
      isMore = items.length > 0
    }
    const overdue = waiting.filter(({ missing }) => missing !== 'evaluation')
    expect(overdue.map(({ id }) => id)).toEqual(expect.arrayContaining(forgotten))
    const missing = lines.filter(({ timeliness }) => timeliness === 'missing').map(({ id }) => id)
    expect(missing.sort()).toEqual(overdue.map(({ id }) => id).sort())
    expect(lines.filter(({ timeliness }) => timeliness === 'late').length).toBeGreaterThan(0)
  })

  test('as a file: the same rows and sums', async () => {
    const staff = await staffOf('town')
    const query = { figure: 'serviceHours', ...all } as const
    const { rows, total, sums, unit } = await shown(staff, query)
    const file = await exportStatistics(await app.req(staff), { ...query, format: 'csv' }, NOW)
    const [heading, ...lines] = (await new Response(file.body).text()).trim().split('\r\n')
    expect(heading).toMatch(new RegExp(`^${unit.name}：志愿服务时长,${monthInWords(all.from)}分钟,.*,合计分钟$`))
    expect(lines).toHaveLength(rows.length + 1)
    expect(lines.at(-1)).toBe(['合计', ...[...sums, total].map(({ amount }) => amount)].join())
    const workbook = await exportStatistics(await app.req(staff), { ...query, format: 'xlsx' }, NOW)
    expect((await new Response(workbook.body).arrayBuffer()).byteLength).toBeGreaterThan(1000)
  })

  test('the months of a target add up to what it counts, and the public is told of public ones alone', async () => {
    const { docs } = await payload.find({ collection: 'targets', depth: 0, pagination: false, overrideAccess: true })
    for (const { id, title, tally } of docs) {
      const months = await targetMonths(await app.req(), id, NOW)
      expect([title, sum(months.map(({ amount }) => amount))]).toEqual([title, tally])
      expect(months.length).toBeLessThanOrEqual(12)
    }
    const [target] = docs
    if (!target) throw new Error('No target')
    await payload.update({ collection: 'targets', id: target.id, data: { isPublic: false }, overrideAccess: true })
    await expect(targetMonths(await app.req(), target.id, NOW)).rejects.toThrow('没有公开')
  })
})

test('an activity remembers when it was first recorded, whichever way that came, and nobody writes it', async () => {
  const unit = await aCommunity()
  const over = { startsAt: hoursFromNow(-2), endsAt: hoursFromNow(-1), line: 'visiting', theme: null } as const
  const write = async (id: string, data: Partial<Activity>) =>
    payload.update({ collection: 'activities', id, data, depth: 0, overrideAccess: true })
  const recordedAt = async (id: string): Promise<string | null> =>
    (await payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })).recordedAt ?? null
  const mark = async (activity: Activity, attendance: 'present' | 'absent') => {
    const { id } = await makeRegistration(payload, activity, await makePerson(payload))
    await payload.update({ collection: 'registrations', id, data: { attendance }, depth: 0, overrideAccess: true })
  }
  const ways: [string, (activity: Activity) => Promise<unknown>][] = [
    ['present', (activity) => mark(activity, 'present')],
    ['absent', (activity) => mark(activity, 'absent')],
    ['outcome', ({ id }) => write(id, { outcome: { summary: '走访两户' } })],
    ['visits', ({ id }) => write(id, { outcome: { visits: 2 } })],
    [
      'walk-in',
      async ({ id }) =>
        addWalkIn(
          await app.req(await staffOf('department')),
          { activityId: id, name: '何小满', phone: '13911112222' },
          new Date(),
        ),
    ],
  ]
  for (const [way, record] of ways) {
    const activity = await makeActivity(payload, unit, over)
    await write(activity.id, { title: '改个名称', recordedAt: '2020-01-01T00:00:00.000Z' })
    expect([way, await recordedAt(activity.id)]).toEqual([way, null])
    const before = Date.now()
    await record(activity)
    const first = await recordedAt(activity.id)
    expect([way, Date.parse(first ?? '') >= before]).toEqual([way, true])
    await mark(activity, 'present')
    await write(activity.id, { outcome: { summary: '又写了一次' } })
    expect([way, await recordedAt(activity.id)]).toEqual([way, first])
  }
})

/** Where a row is not the sum of its months, or the last line not the sum of the rows. */
function addsUp({ rows, sums, total, months }: Shown): string[] {
  const wrong: string[] = []
  for (const part of ['amount', 'whole'] as const) {
    for (const row of rows)
      if (sum(row.sums.map((one) => one[part])) !== row.total[part]) wrong.push(`${row.name} ${part}`)
    months.forEach((month, index) => {
      if (sum(rows.map((row) => row.sums[index]?.[part] ?? 0)) !== sums[index]?.[part]) wrong.push(`${month} ${part}`)
    })
    if (sum(rows.map((row) => row.total[part])) !== total[part]) wrong.push(`all ${part}`)
  }
  return wrong
}
