import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { parseCsv } from 'hucre/csv'
import type { Browser, Page } from 'playwright-core'
import {
  codeFor,
  DESKTOP,
  isRefusedInput,
  launchBrowser,
  logInAtDesk,
  openVisitor,
  PHONE,
  publishActivity,
  scanTicket,
} from '../support/browser.ts'
import { expectExact } from '../support/expectExact.ts'
import { makeStaff, makeTarget, makeUnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'

/** Publish, sign up, attend, tally, export: the path that the product is there for, in a real browser. */
const ORGANISER = 'organiser@example.org'
const DEPARTMENT = 'department@example.org'
const RIDER = { email: 'rider@example.org', name: '测试骑手' }
const TITLE = '骑手歇脚茶话会'
const TARGET = '新就业群体活动人次'

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser

beforeAll(async () => {
  test = await startPayload()
  const units = await makeUnitTree(test.payload)
  await makeStaff(test.payload, 'organiser', units.community, { name: '组织者甲', email: ORGANISER })
  await makeStaff(test.payload, 'department', units.county, { name: '部门甲', email: DEPARTMENT })
  await makeTarget(test.payload, { title: TARGET, goal: 6000 })
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

it('goes from publishing to the exported record', async () => {
  const office = await openVisitor(browser, server.url, { viewport: DESKTOP })
  const phone = await openVisitor(browser, server.url, { viewport: PHONE })
  const head = await openVisitor(browser, server.url, { viewport: DESKTOP })

  // The organiser writes an activity that starts in three hours, and publishes it.
  await logInAtDesk(office.page, ORGANISER)
  const id = await publishActivity(office.page, { title: TITLE, unit: '甲一社区' })

  const tallyBefore = await readTally(phone.page)

  // The rider finds it, asks for a code, and signs up for the first time.
  await phone.page.getByRole('link', { name: TITLE }).click()
  await phone.page.waitForURL(`**/activities/${id}`)
  await phone.page.getByLabel('手机号或邮箱').fill(RIDER.email)
  await phone.page.getByRole('button', { name: '下一步' }).click()
  await phone.page.getByLabel('6 位验证码').fill(await codeFor(smtp, RIDER.email))
  await phone.page.getByRole('button', { name: '确认' }).click()
  await phone.page.getByLabel('姓名').fill(RIDER.name)
  await phone.page.getByRole('checkbox', { name: '我同意' }).check()
  await phone.page.getByRole('button', { name: '确认' }).click()
  await phone.page.getByText('报名成功').waitFor()
  expect(await readTally(await phone.context.newPage())).toBe(tallyBefore)

  await phone.page.getByRole('link', { name: '出示签到票码' }).click()
  await phone.page.getByRole('heading', { name: '签到票码' }).waitFor()
  const ticket = await scanTicket(phone.page)
  expect(await phone.page.locator('[data-ticket]').textContent()).toBe(ticket)

  // At the door the organiser scans it, as a scanner in the admin's session would send it.
  const outcomes = await office.page.evaluate(checkIn, { activity: id, ticket })
  expect(outcomes).toEqual(['recorded'])
  expect(await office.page.evaluate(checkIn, { activity: id, ticket })).toEqual(['duplicate'])
  await office.page.goto(`/admin/collections/activities/${id}/sign-ups`)
  const row = office.page.getByRole('row', { name: RIDER.name })
  await row.getByText('到场', { exact: true }).waitFor()

  // The public number moved by exactly one, and every other number is what a recount gives.
  expect(await readTally(phone.page)).toBe(tallyBefore + 1)
  await expectExact(test.payload)

  // The export holds the row.
  await office.page.goto('/admin/exports')
  await office.page.getByLabel('格式').selectOption('csv')
  const [download] = await Promise.all([
    office.page.waitForEvent('download'),
    office.page.getByRole('button', { name: '导出', exact: true }).click(),
  ])
  const [heading = [], ...records] = parseCsv(await readFile(await download.path(), 'utf8'), { delimiter: ',' })
  expect(records).toHaveLength(1)
  expect(Object.fromEntries(heading.map((name, column) => [name, records[0]?.[column]]))).toMatchObject({
    活动名称: TITLE,
    活动组织单位: '甲一社区',
    姓名: RIDER.name,
  })

  // The department sees who exported.
  await logInAtDesk(head.page, DEPARTMENT)
  await head.page.goto('/admin/collections/audit')
  const entry = head.page
    .getByRole('row')
    .filter({ hasText: '组织者甲' })
    .filter({ has: head.page.getByText('导出', { exact: true }) })
  await entry.first().waitFor()

  expect([...office.trouble, ...phone.trouble.filter((line) => !isRefusedInput(line)), ...head.trouble]).toEqual([])
})

/** The number on the home page, as it is read there. */
async function readTally(page: Page): Promise<number> {
  await page.goto('/')
  const text = await page.locator(`[data-target="${TARGET}"] .tally`).textContent()
  return Number(text?.replace(/,/g, ''))
}

/** Runs in the organiser's browser. */
async function checkIn({ activity, ticket }: { activity: string; ticket: string }): Promise<string[]> {
  const item = { clientId: 'door-1', activity, ticket, at: new Date().toISOString(), method: 'scan' }
  const answer = await fetch('/api/check-ins', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [item] }),
  })
  const { results } = (await answer.json()) as { results: { outcome: string }[] }
  return results.map(({ outcome }) => outcome)
}
