import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import QRCode from 'qrcode'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import {
  codeFor,
  DESKTOP,
  isRefusedInput,
  launchBrowser,
  openVisitor,
  scanCode,
  type Visitor,
} from '../support/browser.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'

/** The door of an activity on a phone: with a camera, and without a network. */
const [SCANNED, TAPPED, FAMILY, WALK_IN] = ['扫码骑手', '点名骑手', '一家三口', '路过骑手']

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser
let units: UnitTree
let organiser: Staff
let colleague: Staff
let activity: Activity
let scanned: Registration
let tapped: Registration
let family: Registration

beforeAll(async () => {
  test = await startPayload()
  const { payload } = test
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community, { name: '门口的组织者' })
  colleague = await makeStaff(payload, 'organiser', units.community, { name: '另一位组织者' })
  activity = await makeActivity(payload, units.community, { title: '门口签到的活动', partyLimit: 5 })
  const signUp = async (name: string): Promise<Registration> =>
    makeRegistration(payload, activity, await makePerson(payload, { name }))
  ;[scanned, tapped] = [await signUp(SCANNED), await signUp(TAPPED)]
  const parent: Person = await makePerson(payload, { name: FAMILY })
  family = await payload.create({
    collection: 'registrations',
    data: { activity: activity.id, person: parent.id, status: 'waitlisted', attendance: 'unknown', size: 3 },
    depth: 0,
    overrideAccess: true,
  })
  smtp = await startSmtp()
  server = await startServer({ SMTP_URL: smtp.url })
  browser = await launchBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${await filmOf(signTicket(scanned.id))}`,
  ])
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await smtp.stop()
  await test.stop()
})

/** What a camera would see that a ticket is held before: a film that Chromium plays over and over. */
async function filmOf(ticket: string): Promise<string> {
  const code = await QRCode.toBuffer(ticket, { width: 340, margin: 2 })
  const frame = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#776' } })
    .composite([{ input: code }])
    .jpeg({ quality: 90 })
    .toBuffer()
  const file = path.join(process.env.TEST_FOLDER ?? '', 'ticket.mjpeg')
  await writeFile(file, Buffer.concat(Array.from({ length: 15 }, () => frame)))
  return file
}

/** Logs in on the way to `path` and comes back to it. */
async function openAsStaff({ page }: Visitor, { email }: Staff, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForURL(/\/admin\/login/)
  await page.locator('#field-email').fill(email)
  await page.locator('#field-password').fill(PASSWORD)
  await page.locator('form button[type=submit]').click()
  await page.waitForURL(`**${path}`)
}

const rowOf = (page: Page, name: string) => page.locator('.door-people li', { hasText: name })
const untilPending = (page: Page, count: number) => page.locator(`[data-pending="${count}"]`).waitFor()
/** The page, and the scripts before it, are on the device, and the worker that brings them is at work. */
const untilKept = (page: Page) =>
  page.waitForFunction(
    async () =>
      navigator.serviceWorker.controller?.state === 'activated' &&
      (await caches.match(location.pathname)) !== undefined,
  )
const stored = ({ id }: { id: string }): Promise<Registration> =>
  test.payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const isNetworkCut = (line: string): boolean => line.includes('ERR_INTERNET_DISCONNECTED')

/** Everything in the device's database as text, whatever is bytes read as UTF-8. */
async function rawDevice(page: Page): Promise<{ text: string; lists: number; queue: number; isKeyReadable: boolean }> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(request.error?.message))
      })
    const db = await settled(indexedDB.open('xianfeng-check-in'))
    let text = ''
    let isKeyReadable = false
    const read = async (value: unknown): Promise<void> => {
      if (value instanceof CryptoKey)
        isKeyReadable ||= await crypto.subtle.exportKey('raw', value).then(
          () => true,
          () => false,
        )
      else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) text += new TextDecoder().decode(value)
      else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) await read(inner)
      else text += String(value)
    }
    const counts: Record<string, number> = {}
    for (const name of db.objectStoreNames) {
      const values: unknown[] = await settled(db.transaction(name).objectStore(name).getAll())
      counts[name] = values.length
      for (const value of values) await read(value)
    }
    db.close()
    return { text, lists: counts.lists ?? 0, queue: counts.queue ?? 0, isKeyReadable }
  })
}

describe('at the door', () => {
  let visitor: Visitor
  beforeEach(async () => {
    visitor = await openVisitor(browser, server.url, { permissions: ['camera'] })
  })

  it('scans, searches and adds without a network, survives a reload, and is synchronised once', async () => {
    const { page, context, trouble } = visitor
    await openAsStaff(visitor, organiser, '/staff/check-in')
    await page.getByRole('link', { name: `签到：${activity.title}`, exact: true }).click()
    await rowOf(page, SCANNED).waitFor()
    await untilPending(page, 0)
    await untilKept(page)

    await context.setOffline(true)
    await page.getByText('没有网络，照常登记').waitFor()
    await page.getByRole('button', { name: '扫码签到' }).click()
    await page.locator('.door-result[data-tone=green]', { hasText: SCANNED }).waitFor()
    await untilPending(page, 1)
    await page.getByRole('button', { name: '关闭相机' }).click()
    expect(await rowOf(page, SCANNED).textContent()).toContain('待同步')

    // By name, and a family of whom two came.
    await page.getByLabel('按姓名或手机尾号查找').fill('点名')
    expect(await page.locator('.door-people li').count()).toBe(1)
    await page.getByRole('button', { name: `登记到场：${TAPPED}` }).click()
    await untilPending(page, 2)
    await page.getByLabel('按姓名或手机尾号查找').fill('')
    await page.getByRole('button', { name: `登记到场：${FAMILY}` }).click()
    await page.getByRole('button', { name: '2 人', exact: true }).click()
    await untilPending(page, 3)

    // Somebody who had not signed up.
    await page.getByText('登记现场参加', { exact: true }).click()
    await page.getByRole('button', { name: '登记到场', exact: true }).last().click()
    await page.getByText('请填写姓名').waitFor()
    await page.getByLabel('姓名', { exact: true }).fill(WALK_IN)
    await page.getByLabel('手机号', { exact: true }).fill('15400009999')
    await page.getByLabel('本人已当场同意').check()
    await page.getByRole('button', { name: '登记到场', exact: true }).last().click()
    await untilPending(page, 4)

    // Closed and opened again, still without a network.
    await page.reload()
    await rowOf(page, SCANNED).waitFor()
    await untilPending(page, 4)
    expect((await stored(scanned)).attendance).toBe('unknown')

    // What lies on the device names nobody, and its key cannot be taken along.
    const raw = await rawDevice(page)
    expect(raw).toMatchObject({ lists: 1, queue: 4, isKeyReadable: false })
    for (const name of [SCANNED, TAPPED, FAMILY, WALK_IN, '15400009999', organiser.name])
      expect(raw.text).not.toContain(name)

    // Meanwhile another organiser was first with one of them.
    const first = new Date()
    await checkIn(
      await test.req(colleague),
      [{ clientId: 'c', activity: activity.id, registration: tapped.id, at: first.toISOString(), method: 'scan' }],
      first,
    )

    await context.setOffline(false)
    await untilPending(page, 0)
    await page.getByText(`${TAPPED}：另一台手机先登记了`).waitFor()
    expect(await page.getByText(`${TAPPED}：另一台手机先登记了`).textContent()).toContain(colleague.name)
    expect(await stored(scanned)).toMatchObject({ attendance: 'present', method: 'scan', recordedBy: organiser.id })
    expect(await stored(tapped)).toMatchObject({
      attendance: 'present',
      recordedBy: colleague.id,
      checkedInAt: first.toISOString(),
    })
    expect(await stored(family)).toMatchObject({ attendance: 'present', came: 2 })
    const { docs } = await test.payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      depth: 0,
      overrideAccess: true,
    })
    expect(docs.filter(({ walkIn }) => walkIn)).toMatchObject([{ attendance: 'present', method: 'manual' }])
    await expectExact(test.payload)
    await page.getByRole('button', { name: '知道了' }).click()
    await page.getByText('另一台手机先登记了').waitFor({ state: 'detached' })

    // The newcomer is on the list now. Logging out leaves nothing behind.
    await rowOf(page, WALK_IN).waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(`${server.url}/`)
    expect(await rawDevice(page)).toMatchObject({ text: '', lists: 0, queue: 0 })
    expect(trouble.filter((line) => !isNetworkCut(line))).toEqual([])
    await context.close()
  })

  it('points out a same name before a second record is made, without a network and with one', async () => {
    const { page, context } = visitor
    const NAME = '李建国'
    const listed = await makeRegistration(
      test.payload,
      activity,
      await makePerson(test.payload, { name: NAME, phone: '15400001234' }),
    )
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await rowOf(page, NAME).waitFor()
    await untilKept(page)
    const comes = async (phone: string): Promise<void> => {
      await page.getByLabel('姓名', { exact: true }).fill(NAME)
      await page.getByLabel('手机号', { exact: true }).fill(phone)
      await page.getByLabel('本人已当场同意').check()
      await page.getByRole('button', { name: '登记到场', exact: true }).last().click()
    }
    const walkIns = async (): Promise<Registration[]> =>
      (
        await test.payload.find({
          collection: 'registrations',
          where: { and: [{ activity: { equals: activity.id } }, { walkIn: { equals: true } }] },
          sort: 'createdAt',
          depth: 0,
          overrideAccess: true,
        })
      ).docs
    const before = (await walkIns()).length

    await context.setOffline(true)
    await page.getByText('没有网络，照常登记').waitFor()
    await page.getByText('登记现场参加', { exact: true }).click()
    // The very one: the mark goes to the record that is there.
    await comes('15400001234')
    await page.getByText('名单上已有同名的人：李建国（尾号 1234，已报名）——是同一个人吗？').waitFor()
    await page.getByRole('button', { name: '是李建国（尾号 1234，已报名）' }).click()
    await untilPending(page, 1)
    // Another one, with a phone of their own; who has been noted on this phone is known by it too.
    await comes('15400005678')
    await page.getByText('李建国（尾号 1234，已签到）——是同一个人吗？').waitFor()
    await page.getByRole('button', { name: '是另一个人，另记一条' }).click()
    await untilPending(page, 2)
    await comes('15400009999')
    await page.getByText('李建国（尾号 1234，已签到）、李建国（尾号 5678，已签到）——是同一个人吗？').waitFor()
    await page.getByRole('button', { name: '返回修改' }).click()
    await context.setOffline(false)
    await untilPending(page, 0)
    expect((await stored(listed)).attendance).toBe('present')
    expect((await walkIns()).length).toBe(before + 1)

    // Signed up a moment ago, and not on this phone's list: the server asks, and is answered where it asks.
    await makeRegistration(
      test.payload,
      activity,
      await makePerson(test.payload, { name: '刚报名', phone: '15400002222' }),
    )
    await page.getByLabel('姓名', { exact: true }).fill('刚报名')
    await page.getByLabel('手机号', { exact: true }).fill('15400003333')
    await page.getByRole('button', { name: '登记到场', exact: true }).last().click()
    const trouble = page.locator('.door-trouble', { hasText: '刚报名（尾号 2222，已报名）——是同一个人吗？' })
    await trouble.getByRole('button', { name: '是另一个人，另记一条' }).click()
    await trouble.waitFor({ state: 'detached' })
    await untilPending(page, 0)
    expect((await walkIns()).length).toBe(before + 2)
    await expectExact(test.payload)
    await context.close()
  })

  it('asks before a log-out that would lose scans, and wipes by a button', async () => {
    const { page, context } = visitor
    const late = await makeRegistration(test.payload, activity, await makePerson(test.payload, { name: '还没同步' }))
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await rowOf(page, '还没同步').waitFor()
    await untilKept(page)
    await context.setOffline(true)
    await page.getByRole('button', { name: '登记到场：还没同步' }).click()
    await untilPending(page, 1)
    const questions: string[] = []
    page.on('dialog', (dialog) => (questions.push(dialog.message()), void dialog.dismiss()))
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('本机数据与更多').click()
    await page.getByRole('button', { name: '清除本机数据' }).click()
    expect(questions).toHaveLength(2)
    for (const question of questions) expect(question).toContain('1 条')
    await untilPending(page, 1)
    await context.setOffline(false)
    await untilPending(page, 0)
    expect((await stored(late)).attendance).toBe('present')

    page.removeAllListeners('dialog')
    page.on('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: '清除本机数据' }).click()
    await page.getByText('本机的名单和记录已清除').waitFor()
    expect(await rawDevice(page)).toMatchObject({ lists: 0, queue: 0 })
    await context.close()
  })

  it('keeps what one noted for that one, when another logs in on the same phone [B12]', async () => {
    const { page, context } = visitor
    const noted = await makeRegistration(test.payload, activity, await makePerson(test.payload, { name: '由甲登记' }))
    const colleague = await makeStaff(test.payload, 'organiser', units.community)
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await rowOf(page, '由甲登记').waitFor()
    await untilKept(page)
    // The page stays, the network is there, but what is sent does not arrive.
    await page.route('**/api/check-ins', (route) => route.abort())
    await page.getByRole('button', { name: '登记到场：由甲登记' }).click()
    await untilPending(page, 1)
    await page.unroute('**/api/check-ins')

    page.on('dialog', (dialog) => void dialog.accept())
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(`${server.url}/`)
    await openAsStaff(visitor, colleague, `/staff/check-in/${activity.id}`)
    await page.getByText('这台手机上另有 1 条是别人登记的').waitFor()
    await untilPending(page, 0)
    expect((await stored(noted)).attendance).toBe('unknown')
    await page.getByText('本机数据与更多').click()
    await page.getByRole('button', { name: '清除本机数据' }).click()
    await page.getByText('本机的名单和记录已清除').waitFor()

    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL(`${server.url}/`)
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await page.getByText('这台手机上另有').waitFor({ state: 'detached' })
    for (let tries = 0; tries < 50 && (await stored(noted)).attendance !== 'present'; tries += 1)
      await page.waitForTimeout(200)
    expect(await stored(noted)).toMatchObject({ attendance: 'present', recordedBy: organiser.id })
    await context.close()
  })

  it('wipes the list when the activity is long over', async () => {
    const { page, context } = visitor
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await rowOf(page, SCANNED).waitFor()
    await page.getByText('上次同步').waitFor()
    expect((await rawDevice(page)).lists).toBe(1)

    // Half a day after its end the old list is gone, and a fresh one is shown without being kept.
    await page.clock.setFixedTime(Date.parse(activity.endsAt) + 13 * 3_600_000)
    await page.reload()
    await rowOf(page, SCANNED).waitFor()
    await untilPending(page, 0)
    expect((await rawDevice(page)).lists).toBe(0)
    await context.close()
  })

  it('shows another staff member nothing that the first one fetched', async () => {
    const { page, context } = visitor
    const elsewhere = await makeStaff(test.payload, 'organiser', units.otherCommunity)
    await openAsStaff(visitor, organiser, `/staff/check-in/${activity.id}`)
    await rowOf(page, SCANNED).waitFor()
    await context.clearCookies()
    await openAsStaff(visitor, elsewhere, '/staff/check-in')
    expect(await page.getByText(activity.title).count()).toBe(0)
    expect((await page.goto(`/staff/check-in/${activity.id}`))?.status()).toBe(404)
    await context.close()
  })
})

describe('a tap by mistake', () => {
  it('is taken back for a moment, and says nothing of a network that it has not heard of [m11]', async () => {
    const own = await makeActivity(test.payload, units.community, { title: '点错人的活动' })
    const mistaken = await makeRegistration(test.payload, own, await makePerson(test.payload, { name: '点错骑手' }))
    const visitor = await openVisitor(browser, server.url)
    const { page, context } = visitor
    await openAsStaff(visitor, organiser, `/staff/check-in/${own.id}`)
    await page.getByText('已联网', { exact: true }).waitFor()
    await untilKept(page)
    await page.getByRole('button', { name: '登记到场：点错骑手' }).click()
    await page.getByRole('button', { name: '点错了，撤销' }).click()
    await untilPending(page, 0)
    await page.getByRole('button', { name: '登记到场：点错骑手' }).waitFor()
    expect((await stored(mistaken)).attendance).toBe('unknown')
    // Tapped again it goes by itself.
    await page.getByRole('button', { name: '登记到场：点错骑手' }).click()
    await untilPending(page, 1)
    await untilPending(page, 0)
    expect((await stored(mistaken)).attendance).toBe('present')

    await page.addInitScript(() => {
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver(() => said.push(document.querySelector('.door-figures')?.textContent ?? '')).observe(
        document,
        { childList: true, subtree: true, characterData: true },
      )
    })
    await context.setOffline(true)
    await page.reload()
    await page.getByText('没有网络，照常登记').waitFor()
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
    expect(said.filter((text) => text.includes('已联网'))).toEqual([])
    await context.close()
  })
})

describe('self check-in', () => {
  it('goes from the organiser’s screen to the record, by a person without a script', async () => {
    const own = await makeActivity(test.payload, units.community, {
      title: '自助签到的活动',
      selfCheckIn: true,
      startsAt: hoursFromNow(1),
      endsAt: hoursFromNow(3),
    })
    const screen = await openVisitor(browser, server.url)
    await openAsStaff(screen, organiser, `/staff/check-in/${own.id}/code`)
    const address = new URL(await scanCode(screen.page, '自助签到二维码'))
    expect([address.origin, address.pathname]).toEqual([server.url, `/activities/${own.id}/self-check-in`])
    expect(address.searchParams.get('code')).toMatch(/^\d{6}$/)

    const { page, trouble, context } = await openVisitor(browser, server.url, { javaScriptEnabled: false })
    await page.goto(`${address.pathname}${address.search}`)
    await page.waitForURL(/\/login/)
    await page.getByLabel('手机号或邮箱').fill('self@example.org')
    await page.getByRole('button', { name: '获取验证码' }).click()
    await page.getByLabel('6 位验证码').fill(await codeFor(smtp, 'self@example.org'))
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByLabel('姓名').fill('自助骑手')
    await page.getByRole('checkbox', { name: '我同意' }).check()
    await page.getByRole('button', { name: '确认' }).click()
    await page.waitForURL(/self-check-in/)
    await page.getByRole('button', { name: '我到了，签到' }).click()
    await page.getByText('已签到，感谢参加').waitFor()
    const { docs } = await test.payload.find({
      collection: 'registrations',
      where: { activity: { equals: own.id } },
      depth: 0,
      overrideAccess: true,
    })
    expect(docs).toMatchObject([{ attendance: 'present', method: 'self', walkIn: true }])
    await expectExact(test.payload)

    // By hand: the digits on the screen are taken as they are shown, by who has to log in first too.
    const other = await openVisitor(browser, server.url, { javaScriptEnabled: false })
    await other.page.goto(address.pathname)
    const shown = (await screen.page.locator('[data-code]').textContent()) ?? ''
    await other.page.getByLabel('组织者屏幕上的 6 位签到码').fill(shown)
    await other.page.getByRole('button', { name: '我到了，签到' }).click()
    await other.page.waitForURL(/\/login\?next=/)
    expect([...trouble, ...screen.trouble].filter((line) => !isRefusedInput(line))).toEqual([])
    for (const one of [screen.context, context, other.context]) await one.close()
  })

  it('shows the next code by itself, large and alone [m10]', async () => {
    const own = await makeActivity(test.payload, units.community, { title: '换码的活动', selfCheckIn: true })
    const screen = await openVisitor(browser, server.url)
    await openAsStaff(screen, organiser, `/staff/check-in/${own.id}/code`)
    const first = await screen.page.locator('[data-code]').getAttribute('data-code')
    // For a projector: as large as the screen is high, and nobody's menu around it [m10].
    await screen.page.setViewportSize(DESKTOP)
    expect((await screen.page.getByRole('img', { name: '自助签到二维码' }).boundingBox())?.height).toBeGreaterThan(
      DESKTOP.height * 0.75,
    )
    expect(
      (await screen.page.getByText('退出登录').count()) + (await screen.page.getByRole('navigation').count()),
    ).toBe(0)
    await screen.page.getByRole('button', { name: '全屏显示' }).waitFor()
    expect(await screen.page.getByRole('timer').textContent()).toMatch(/^\d{1,2} 秒后更换$/)
    await screen.page.locator(`[data-code]:not([data-code="${first}"])`).waitFor({ timeout: 40_000 })
    expect(screen.trouble).toEqual([])
    await screen.context.close()
  })
})
