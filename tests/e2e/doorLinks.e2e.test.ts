import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'
import type { Browser, Page } from 'playwright-core'
import { makeDoorLink, revokeDoorLink } from '../../src/operations/attendance/doorLinks.ts'
import type { Activity, Registration, Staff } from '../../src/payload-types.ts'
import { complaintsOfAxe, WCAG } from '../support/axe.ts'
import { DESKTOP, isRefusedInput, launchBrowser, logInAtDesk, openVisitor } from '../support/browser.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { asUser, startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A helper at the door: a link from the desk, opened on a phone that nobody logged in on. */
let test: TestPayload
let server: TestServer
let browser: Browser
let units: UnitTree
let organiser: Staff
let activity: Activity
let first: Registration
let second: Registration
let third: Registration

beforeAll(async () => {
  test = await startPayload()
  const { payload } = test
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community, { name: '陈主任' })
  activity = await makeActivity(payload, units.community, { title: '门口有帮手的活动' })
  ;[first, second, third] = [
    await signUp(activity, '刘小梅'),
    await signUp(activity, '周大勇'),
    await signUp(activity, '吴小兰'),
  ]
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

const signUp = async (of: Activity, name: string): Promise<Registration> =>
  makeRegistration(test.payload, of, await makePerson(test.payload, { name }))
/** An activity with somebody on its list, and a link to its door. */
async function doorOf(label: string, name: string) {
  const own = await makeActivity(test.payload, units.community, { title: `${label}的活动` })
  const registration = await signUp(own, name)
  return { activity: own, registration, ...(await linkTo(own, label)) }
}
const asOrganiser = () => createLocalReq({ user: asUser(organiser) }, test.payload)
async function linkTo({ id: activityId }: Activity, label: string) {
  const { id, address } = await makeDoorLink(await asOrganiser(), { activityId, label }, new Date())
  return { id, address: `/staff/door${new URL(address).hash}` }
}
const change = (collection: 'activities' | 'staff', { id }: { id: string }, data: Record<string, unknown>) =>
  test.payload.db.updateOne({ collection, where: { id: { equals: id } }, data })
/** Not only by a change of what stands behind its `#`. */
const openAnew = async (page: Page, address: string): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(address)
}
const untilPresent = async (registration: Registration): Promise<Registration> => {
  for (;;) {
    const now = await stored(registration)
    if (now.attendance === 'present') return now
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
const stored = ({ id }: Registration): Promise<Registration> =>
  test.payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const rowOf = (page: Page, name: string) => page.locator('.door-people li', { hasText: name })
const mark = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: `登记到场：${name}` }).click()
  // It goes at once when the page is put away, and after six seconds by itself.
  await page.getByRole('button', { name: '点错了，撤销' }).waitFor()
}
const untilPending = (page: Page, count: number) => page.locator(`[data-pending="${count}"]`).waitFor()

it('is opened by a link, records in the helper’s name, also without a network, and ends at once', async () => {
  const desk = await openVisitor(browser, server.url, { viewport: DESKTOP, bypassCSP: true })
  await logInAtDesk(desk.page, organiser.email)
  await desk.page.goto(`/admin/collections/activities/${activity.id}/sign-ups`)
  await desk.page.getByText('门口协助链接', { exact: true }).click()
  await desk.page.getByLabel('给谁用').fill('王阿姨')
  await desk.page.getByRole('button', { name: '开通链接' }).click()
  await desk.page.getByAltText('协助链接的二维码').waitFor()
  const address = await desk.page.getByLabel('协助链接', { exact: true }).inputValue()
  expect(await complaintsOfAxe(desk.page, WCAG)).toEqual([])

  const phone = await openVisitor(browser, server.url, { bypassCSP: true })
  const { page, context } = phone
  const secret = new URL(address).hash.slice(1)
  const asked: string[] = []
  context.on('request', (request) => void asked.push(`${request.method()} ${request.url()}`))
  await page.goto(address)
  await page.getByText('门口协助 · 王阿姨（由 陈主任 开通）').waitFor()
  await rowOf(page, '刘小梅').waitFor()
  // The link is in no request, and no more in the address.
  expect(asked.filter((line) => line.includes(secret))).toEqual([])
  expect(page.url()).toBe(`${server.url}/staff/door`)
  expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(secret)
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(await page.getByText('登记现场参加').count()).toBe(0)
  expect(await page.getByRole('link', { name: '登记错了？到后台更正' }).count()).toBe(0)
  expect(await complaintsOfAxe(page)).toEqual([])

  await mark(page, '刘小梅')
  await untilPending(page, 0)
  await page.getByText('全部已同步').waitFor()
  expect(await stored(first)).toMatchObject({
    attendance: 'present',
    method: 'manual',
    recordedBy: organiser.id,
    recordedThrough: '王阿姨',
  })
  await desk.page.reload()
  await desk.page.getByText('登记人：王阿姨（门口协助，由 陈主任 开通）').waitFor()

  // Closed and opened again without a network; what was noted is sent later.
  await page.waitForFunction(
    async () =>
      navigator.serviceWorker.controller?.state === 'activated' &&
      (await caches.match(location.pathname)) !== undefined,
  )
  await context.setOffline(true)
  await page.reload()
  await rowOf(page, '周大勇').waitFor()
  await mark(page, '周大勇')
  await untilPending(page, 1)
  expect((await stored(second)).attendance).toBe('unknown')
  await context.setOffline(false)
  await untilPending(page, 0)
  expect((await stored(second)).attendance).toBe('present')

  // Noted without a network, and revoked meanwhile: it is refused, and the helper knows whom to tell of.
  await context.setOffline(true)
  await mark(page, '吴小兰')
  await untilPending(page, 1)
  await desk.page.getByText('门口协助链接', { exact: true }).click()
  await desk.page.getByRole('button', { name: '收回给王阿姨的链接' }).click()
  await desk.page.getByText('已收回给王阿姨的链接').waitFor()
  await context.setOffline(false)
  await page.getByText('协助链接已收回；如还需要协助，请组织者重新开通。').waitFor()
  await page.getByText('吴小兰：没有确认送达，请告诉组织者核对这一条。').waitFor()
  expect((await stored(third)).attendance).toBe('unknown')
  expect(await page.locator('.door-people li').count()).toBe(0)
  expect(await page.content()).not.toContain('刘小梅')
  // Also after it was closed; once seen, nothing is left of anybody.
  await page.reload()
  await page.getByText('吴小兰：没有确认送达').waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  await page.getByText('吴小兰').waitFor({ state: 'detached' })

  // The link itself opens nothing either, wherever it is opened.
  const stranger = await openVisitor(browser, server.url)
  await stranger.page.goto(address)
  await stranger.page.getByText('协助链接已收回').waitFor()
  const isExpected = (line: string): boolean =>
    isRefusedInput(line) || /ERR_INTERNET_DISCONNECTED|status of 4(10|01|09)/.test(line)
  for (const { trouble, context: own } of [desk, phone, stranger]) {
    expect(trouble.filter((line) => !isExpected(line))).toEqual([])
    await own.close()
  }
})

it('a helper who is done leaves nothing on the phone, and the link is dead', async () => {
  const desk = await openVisitor(browser, server.url)
  await logInAtDesk(desk.page, organiser.email)
  const made = await desk.page.evaluate(
    async (path) =>
      (
        await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ label: '李叔' }),
        })
      ).json() as Promise<{ id: string; address: string }>,
    `/api/activities/${activity.id}/door-links`,
  )
  const { page, context } = await openVisitor(browser, server.url)
  await page.goto(made.address)
  await rowOf(page, '刘小梅').waitFor()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.getByText('本机数据与结束').click()
  // Without a network the phone is wiped, and the link goes on: it is said, and tried again.
  await context.setOffline(true)
  await page.getByRole('button', { name: '结束协助并清除本机数据' }).click()
  await page.getByText('没有连上服务器，协助链接还没有结束').waitFor()
  expect(await page.evaluate(() => localStorage.length)).toBe(1)
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByText('没有连上服务器，协助链接还没有结束').waitFor()
  await context.setOffline(false)
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.getByText('已结束协助，这台手机上的名单已清除。谢谢您的帮助！').waitFor()
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  expect((await context.cookies()).length).toBe(0)
  await page.goto(made.address)
  await page.getByText('这个链接的协助已结束').waitFor()
  await context.close()
  await desk.context.close()
})

it('goes with its activity, and waits where that pauses', async () => {
  const door = await doorOf('赵姐', '孙大海')
  const { page, context } = await openVisitor(browser, server.url)
  await page.goto(door.address)
  await rowOf(page, '孙大海').waitFor()
  // The skip link of the page stands behind the same `#`.
  await page.evaluate(() => void (location.hash = '#content'))
  const endsAt = hoursFromNow(7)
  await change('activities', door.activity, { startsAt: hoursFromNow(5), endsAt, place: '二楼会议室' })
  await page.getByText('本机数据与结束').click()
  await page.getByRole('button', { name: '刷新名单' }).click()
  await page.getByText('二楼会议室').waitFor()
  const until = await page.evaluate(
    () => (JSON.parse(localStorage.getItem('xianfeng-door') ?? '') as { until: string }).until,
  )
  expect(Date.parse(until)).toBe(Date.parse(endsAt) + 2 * 3_600_000)

  await context.setOffline(true)
  await mark(page, '孙大海')
  await untilPending(page, 1)
  await change('staff', organiser, { mustChangePassword: true })
  await context.setOffline(false)
  await page.getByText('开通这个链接的工作人员现在不能管理这场活动').waitFor()
  await untilPending(page, 1)
  expect(await page.locator('.door-people li').count()).toBe(0)
  await change('staff', organiser, { mustChangePassword: false })
  await page.evaluate(() => void window.dispatchEvent(new Event('online')))
  await rowOf(page, '孙大海').waitFor()
  expect(await untilPresent(door.registration)).toMatchObject({ recordedThrough: '赵姐' })
  await context.close()
})

it('sends what waits when its link is opened again too late', async () => {
  const door = await doorOf('钱叔', '郑小月')
  const { page, context } = await openVisitor(browser, server.url)
  await page.goto(door.address)
  await rowOf(page, '郑小月').waitFor()
  await context.setOffline(true)
  await mark(page, '郑小月')
  await untilPending(page, 1)
  await page.goto('about:blank')
  await context.setOffline(false)
  // The link's time ends in a moment, after what was noted.
  await change('activities', door.activity, {
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-2 + 1 / 3600),
  })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await page.goto(door.address)
  await page.getByText('协助时间已过，链接已失效').first().waitFor()
  expect(await untilPresent(door.registration)).toMatchObject({ recordedThrough: '钱叔' })
  await rowOf(page, '郑小月').waitFor({ state: 'detached' })
  await context.close()
})

it('leaves nothing unsaid where another link is opened in the same browser', async () => {
  const [one, two] = [await doorOf('冯姐', '陈一'), await doorOf('褚叔', '卫二')]
  const { page, context } = await openVisitor(browser, server.url)
  await page.goto(one.address)
  await rowOf(page, '陈一').waitFor()
  await context.setOffline(true)
  await mark(page, '陈一')
  await page.evaluate((hash) => void (location.hash = hash), new URL(two.address, server.url).hash)
  // Without a network the first one stays.
  await page.getByText('这台手机上还有没送达的登记').waitFor()
  await rowOf(page, '陈一').waitFor()
  await untilPending(page, 1)
  await context.setOffline(false)
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByText('门口协助 · 褚叔').waitFor()
  expect(await untilPresent(one.registration)).toMatchObject({ recordedThrough: '冯姐' })

  // Of a link that was revoked meanwhile nothing is taken: the names are told, whichever link is open.
  await rowOf(page, '卫二').waitFor()
  await context.setOffline(true)
  await mark(page, '卫二')
  await untilPending(page, 1)
  // Before the page is put away, which sends at once.
  await revokeDoorLink(await asOrganiser(), two.id, new Date())
  await page.goto('about:blank')
  await context.setOffline(false)
  await openAnew(page, (await linkTo(activity, '蒋姨')).address)
  await page.getByText('门口协助 · 蒋姨').waitFor()
  await page.getByText('卫二：没有确认送达，请告诉组织者核对这一条。').waitFor()
  await rowOf(page, '刘小梅').waitFor()
  expect((await stored(two.registration)).attendance).toBe('unknown')
  await context.close()
})
