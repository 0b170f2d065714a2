import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import type { Activity, Station } from '../../src/payload-types.ts'
import { signMessageSettings } from '../../src/privacy/cipher.ts'
import { codeFor, isRefusedInput, launchBrowser, openVisitor } from '../support/browser.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeStation,
  makeUnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'
import { tokenOf } from '../support/tokens.ts'

/** Everything a rider does, on a phone that runs no script at all. */
const RIDER = { email: 'noscript@example.org', name: '无脚本骑手' }
const MEAL = '午饭想吃什么'
const QUESTIONS: Activity['questions'] = [
  { label: MEAL, kind: 'select', options: ['米饭', '面条'], required: true },
  { label: '要几碗', kind: 'number', min: 1, required: true, showWhen: MEAL, showWhenAnswer: '米饭' },
  { label: '还有什么要说', kind: 'text', required: false },
  { label: '可以帮忙', kind: 'multiselect', options: ['摆碗', '洗碗', '端菜'], max: 2 },
]

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser
let activity: Activity
let station: Station

beforeAll(async () => {
  test = await startPayload()
  const units = await makeUnitTree(test.payload)
  activity = await makeActivity(test.payload, units.community, {
    title: '骑手歇脚茶话会',
    capacity: 20,
    questions: QUESTIONS,
  })
  station = await makeStation(test.payload, units.community, { name: '甲一驿站' })
  await makeActivity(test.payload, units.community, { title: '邻里共建日', line: 'compounds', theme: null })
  smtp = await startSmtp()
  server = await startServer({ SMTP_URL: smtp.url })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await smtp.stop()
  await test.stop()
})

const visit = () => openVisitor(browser, server.url, { javaScriptEnabled: false })

it('finds, signs up, shows the ticket, cancels and logs out without a script', async () => {
  const { page, trouble } = await visit()
  await page.goto('/activities')
  expect(await page.locator('.activity-card').count()).toBe(2)

  // Filtering is a form with an address of its own.
  await page.getByText('筛选与搜索').click()
  await page.getByLabel('搜索活动名称或地点').fill('歇脚')
  await page.getByRole('button', { name: '查找' }).click()
  await page.waitForURL(/q=/)
  expect(await page.locator('.activity-card').count()).toBe(1)
  await page.getByRole('link', { name: activity.title }).click()

  // The first step asks who, and the organiser's questions.
  await page.getByRole('button', { name: '下一步' }).click()
  expect(await page.getByLabel('手机号或邮箱').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel(MEAL).selectOption('面条')
  await page.getByLabel('还有什么要说').fill('少放辣椒')
  // Whom a question is for is said in words; who answers it all the same is not held to it.
  await page.getByText(`“${MEAL}”答“米饭”时填写`).waitFor()
  await page.getByLabel('要几碗').fill('不吃米饭')
  await page.getByRole('checkbox', { name: '摆碗' }).check()
  await page.getByRole('checkbox', { name: '端菜' }).check()
  await page.getByLabel('手机号或邮箱').fill('不是联系方式')
  await page.getByRole('button', { name: '下一步' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('手机号')
  await expectTyped(page, { 手机号或邮箱: '不是联系方式', [MEAL]: '面条', 还有什么要说: '少放辣椒' })
  await page.getByLabel('手机号或邮箱').fill(RIDER.email)
  await page.getByRole('button', { name: '下一步' }).click()

  // A wrong code is named, and nothing typed is lost.
  const code = await codeFor(smtp, RIDER.email)
  await page.getByLabel('6 位验证码').fill(code === '000000' ? '000001' : '000000')
  await page.getByRole('button', { name: '确认' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('验证码不正确')
  await expectTyped(page, { 手机号或邮箱: RIDER.email })

  await page.getByLabel('6 位验证码').fill(code)
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByLabel('姓名').fill(RIDER.name)
  await page.getByRole('button', { name: '确认' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('勾选同意')
  await expectTyped(page, { 手机号或邮箱: RIDER.email, '6 位验证码': code, 姓名: RIDER.name })
  await page.getByRole('checkbox', { name: '我同意' }).check()
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByText('报名成功').waitFor()
  expect(await answersOnRecord()).toEqual(['面条', '少放辣椒', ['摆碗', '端菜']])

  await page.getByRole('link', { name: '出示签到票码' }).click()
  expect(await page.locator('svg.qr').count()).toBe(1)

  // A cancellation can be taken back for 30 seconds; then there is the way to sign up again.
  await page.getByRole('link', { name: '我的报名', exact: true }).click()
  await page.getByText('来不了，取消报名').click()
  await page.getByRole('button', { name: '确认取消' }).click()
  await page.getByText(`已取消“${activity.title}”`).waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText(`已撤销，“${activity.title}”照旧`).waitFor()
  expect(await answersOnRecord()).toEqual(['面条', '少放辣椒', ['摆碗', '端菜']])
  await page.getByText('来不了，取消报名').click()
  await page.getByRole('button', { name: '确认取消' }).click()
  await page.getByRole('button', { name: '撤销' }).waitFor()
  await test.payload.db.updateMany({
    collection: 'registrations',
    where: { cancelsAt: { exists: true } },
    data: { cancelsAt: new Date().toISOString() },
  })
  await page.reload()
  await page.getByRole('link', { name: '重新报名' }).click()
  await page.getByLabel(MEAL).selectOption('米饭')
  // With another answer the question is asked after all.
  await page.getByRole('button', { name: '我要报名' }).click()
  await page.getByRole('alert').getByText('请回答“要几碗”').waitFor()
  await page.getByLabel('要几碗').fill('2')
  await page.getByRole('button', { name: '我要报名' }).click()
  await page.getByText('报名成功').waitFor()
  await expectExact(test.payload)

  await page.getByRole('button', { name: '退出登录' }).click()
  await page.getByRole('link', { name: '登录', exact: true }).waitFor()
  await page.goto('/me')
  expect(new URL(page.url()).pathname).toBe('/login')
  expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
})

it('downloads a certificate and verifies it by its number, its QR code’s address and its file', async () => {
  const { payload } = test
  const [unit] = (
    await payload.find({
      collection: 'units',
      where: { kind: { equals: 'community' } },
      limit: 1,
      overrideAccess: true,
    })
  ).docs
  if (!unit) throw new Error('No community')
  const volunteer = await makePerson(payload, { name: '欧阳志愿', unit: unit.id })
  const served = await makeActivity(payload, unit, {
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  await makeRegistration(payload, served, volunteer, { attendance: 'present' })
  const [issued] = await issueCertificates(
    await test.req(await makeStaff(payload, 'organiser', unit)),
    { activity: served.id },
    new Date(),
  )
  const number = issued?.certificate?.number ?? ''

  const { page, context, trouble } = await visit()
  await context.addCookies([{ name: 'payload-token', value: await tokenOf(payload, volunteer), url: server.url }])
  await page.goto('/me')
  await page.getByRole('link', { name: '我的志愿服务证明' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载 PDF' }).click(),
  ])
  const file = await readFile(await download.path())

  // Whoever verifies it is not logged in.
  await context.clearCookies()
  await page.goto('/')
  await page.getByRole('link', { name: '核验证明' }).click()
  await page.getByLabel('证明编号').fill(number.toLowerCase())
  await page.getByRole('button', { name: '核验编号' }).click()
  await page.getByRole('heading', { name: '证明有效' }).waitFor()
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
  expect(await page.content()).not.toMatch(/欧阳志愿|organiser/)
  expect((await page.goto('/certificates/XF-000000-000000-000000'))?.status()).toBe(404)
  await page.getByRole('heading', { name: '没有这份证明' }).waitFor()

  const changed = Buffer.from(file)
  changed.writeUInt8(changed.readUInt8(5000) ^ 1, 5000)
  for (const [buffer, title] of [
    [file, '证明有效'],
    [changed, '不是原件'],
  ] as const) {
    await page.goto('/certificates')
    await page.getByLabel('证明文件').setInputFiles({ name: 'certificate.pdf', mimeType: 'application/pdf', buffer })
    await page.getByRole('button', { name: '核验文件' }).click()
    await page.getByRole('heading', { name: title }).waitFor()
  }
  await page.goto('/certificates')
  await page
    .getByLabel('证明文件')
    .setInputFiles({ name: 'film.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_000_000) })
  await page.getByRole('button', { name: '核验文件' }).click()
  await page.getByRole('heading', { name: '文件过大' }).waitFor()
  // Refusals are pages with a status of their own, which the browser notes.
  expect(trouble.filter((line) => !isRefusedInput(line) && !/status of (404|413)/.test(line))).toEqual([])
})

it('turns reminders off and on by the link in a mail, and so does the mail program by itself', async () => {
  const { page, trouble } = await visit()
  const { id } = await makePerson(test.payload)
  const isOff = async () =>
    Boolean((await test.payload.findByID({ collection: 'people', id, overrideAccess: true })).optedOutAt)
  const link = `/message-settings?t=${signMessageSettings(id)}`
  await page.goto(link)
  await page.getByRole('button', { name: '不再接收提醒和感谢' }).click()
  await page.getByRole('status').getByText('不再给您发提醒和感谢').waitFor()
  expect(await isOff()).toBe(true)
  await page.getByRole('button', { name: '恢复接收提醒和感谢' }).click()
  await page.getByRole('status').getByText('已恢复').waitFor()
  expect(await isOff()).toBe(false)

  // RFC 8058: no cookie, no page of ours before it.
  const oneClick = (path: string) =>
    fetch(server.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    })
  expect((await oneClick(link)).status).toBe(200)
  expect(await isOff()).toBe(true)
  expect((await oneClick(`${link.slice(0, -1)}!`)).status).toBe(404)
  // Without a link the page is for who is logged in.
  expect((await oneClick('/message-settings')).status).toBe(401)
  expect((await page.goto('/message-settings?t=x'))?.status()).toBe(404)
  await page.getByText('请从最近一封消息重新打开').waitFor()
  expect(trouble.filter((line) => !line.includes('status of 404'))).toEqual([])
})

it('switches to large print and back, and stays on the page', async () => {
  const { page } = await visit()
  await page.goto('/activities?open=true')
  const rootSize = () => page.locator('html').evaluate((html) => Number.parseFloat(getComputedStyle(html).fontSize))
  expect(await rootSize()).toBe(16)
  await page.getByRole('button', { name: '切换大字版' }).click()
  expect(page.url()).toBe(`${server.url}/activities?open=true`)
  expect(await rootSize()).toBe(20)
  await page.getByRole('button', { name: '恢复标准字号' }).click()
  expect(await rootSize()).toBe(16)
})

it('corrects the own name, says who one is, and changes the mail by a code [F20]', async () => {
  const { payload } = test
  const [old, mail] = ['own-old@example.org', 'own-new@example.org']
  const person = await makePerson(payload, { name: '无脚本骑士', email: old, phone: null, kinds: ['resident'] })
  const stored = () => payload.findByID({ collection: 'people', id: person.id, depth: 0, overrideAccess: true })
  const { page, context, trouble } = await visit()
  await context.addCookies([{ name: 'payload-token', value: await tokenOf(payload, person), url: server.url }])
  await page.goto('/me')
  await page.getByRole('link', { name: '我的资料', exact: true }).click()

  await page.getByLabel('姓名').fill('  ')
  await page.getByRole('checkbox', { name: /骑手/ }).check()
  await page.getByRole('checkbox', { name: '居民' }).uncheck()
  await page.getByLabel('常去的先“蜂”空间').selectOption('甲一驿站')
  await page.getByText('更多：').click()
  await page.getByLabel('出生日期').fill('昨天')
  await page.getByRole('button', { name: '保存' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('还没有保存')
  expect(await page.evaluate('document.activeElement.id')).toBe('f-name')
  await expectTyped(page, { 出生日期: '昨天', '常去的先“蜂”空间': station.id })
  expect([
    await page.getByRole('checkbox', { name: /骑手/ }).isChecked(),
    await page.getByRole('checkbox', { name: '居民' }).isChecked(),
  ]).toEqual([true, false])
  expect((await stored()).kinds).toEqual(['resident'])

  // By the keyboard alone.
  await page.getByLabel('姓名').fill('无脚本骑手二')
  await page.getByLabel('出生日期').fill('')
  await page.getByLabel('报到（所属）单位').selectOption('甲一社区')
  await page.getByLabel('姓名').press('Enter')
  await page.getByText('已保存。').waitFor()
  expect(await stored()).toMatchObject({
    name: '无脚本骑手二',
    kinds: ['rider'],
    station: station.id,
    email: old,
  })

  await page.getByLabel('新邮箱').fill('不是邮箱')
  await page.getByLabel('新邮箱').press('Enter')
  expect(await page.getByLabel('新邮箱').getAttribute('aria-invalid')).toBe('true')
  await expectTyped(page, { 新邮箱: '不是邮箱' })
  await page.getByLabel('新邮箱').fill(mail)
  await page.getByLabel('新邮箱').press('Enter')
  const code = await codeFor(smtp, mail)
  await page.getByLabel(`发到 ${mail} 的验证码`).waitFor()
  await page.keyboard.type(code === '000000' ? '000001' : '000000')
  await page.keyboard.press('Enter')
  await page.getByText('验证码不正确').waitFor()
  expect((await stored()).email).toBe(old)
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await page.getByText('已换成新的联系方式').waitFor()
  expect((await stored()).email).toBe(mail)
  expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
})

it('reports in to a community in three taps, and leaves again', async () => {
  const { payload } = test
  const person = await makePerson(payload, { name: '报到党员', kinds: ['partyMember'] })
  const standing = async () =>
    (
      await payload.find({
        collection: 'appointments',
        where: { person: { equals: person.id } },
        depth: 0,
        overrideAccess: true,
      })
    ).docs.map((one) => [one.standing, one.awaiting])
  const { page, context, trouble } = await visit()
  await context.addCookies([{ name: 'payload-token', value: await tokenOf(payload, person), url: server.url }])
  await page.goto('/me')
  await page.getByRole('link', { name: '我要报到' }).click()
  await page.getByLabel('到哪个社区（村）或小区报到').selectOption('甲一社区')
  await page.getByRole('button', { name: '报到', exact: true }).click()
  await page.getByText('已提交，社区确认后生效。').waitFor()
  await page.getByText('待社区确认').waitFor()
  expect(await standing()).toEqual([['planned', true]])
  await page.getByRole('button', { name: '退出在甲一社区的报到' }).click()
  await page.getByText('已退出报到。').waitFor()
  expect(await standing()).toEqual([['ended', false]])
  expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
})

it('refuses a form that another site sends in the name of a visitor', async () => {
  const post = (origin: string | null, path = '/logout') =>
    fetch(server.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) },
      body: '',
    })
  for (const path of [
    '/logout',
    '/login',
    '/display',
    '/me/erase',
    '/me/profile',
    '/report-in',
    '/me/contacts',
    `/activities/${activity.id}`,
  ]) {
    expect({ path, status: (await post('https://elsewhere.example', path)).status }).toEqual({ path, status: 403 })
  }
  expect((await post(server.url)).status).toBe(303)
})

async function expectTyped(page: Page, values: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    expect({ label, value: await page.getByLabel(label).inputValue() }).toEqual({ label, value })
}

async function answersOnRecord(): Promise<unknown[]> {
  const { docs } = await test.payload.find({
    collection: 'registrations',
    where: { activity: { equals: activity.id } },
    depth: 0,
    overrideAccess: true,
  })
  return Object.values((docs[0]?.answers ?? {}) as Record<string, unknown>)
}
