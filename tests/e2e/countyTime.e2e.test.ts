import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { clockOf } from '../../src/domain/shared/calendar.ts'
import type { Activity } from '../../src/payload-types.ts'
import { DESKTOP, launchBrowser, logInAtDesk, openVisitor } from '../support/browser.ts'
import { makeActivity, makeStaff, makeTarget, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A browser that stands in another zone, in which it is still the day before. */
const ELSEWHERE = 'America/New_York'

let app: TestPayload
let server: TestServer
let browser: Browser
let page: Page
let activity: Activity
let units: UnitTree

beforeAll(async () => {
  app = await startPayload()
  units = await makeUnitTree(app.payload)
  await makeStaff(app.payload, 'department', units.county, { email: 'department@example.org' })
  activity = await makeActivity(app.payload, units.community, {
    title: '下午两点的活动',
    startsAt: '2027-01-05T14:00+08:00',
    endsAt: '2027-01-05T16:00+08:00',
  })
  await makeTarget(app.payload, { title: '全年目标', measure: 'serviceHours', from: '2026-01-01', to: '2026-12-31' })
  server = await startServer()
  browser = await launchBrowser()
  page = (await openVisitor(browser, server.url, { viewport: DESKTOP, timezoneId: ELSEWHERE })).page
  await logInAtDesk(page, 'department@example.org')
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await app.stop()
})

const input = (name: string) => page.locator(`#field-${name} input`)
const now = () => app.payload.findByID({ collection: 'activities', id: activity.id, depth: 0, overrideAccess: true })

async function save(): Promise<void> {
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH')
  await page.locator('#action-save, #action-save-draft').first().click()
  expect((await saved).status()).toBe(200)
}

test('what is shown and typed in the form is the county’s time, wherever the browser stands [D7] [F11]', async () => {
  await page.goto(`/admin/collections/activities/${activity.id}`)
  await expect(input('startsAt').inputValue()).resolves.toBe('2027-01-05T14:00')
  await input('startsAt').fill('2027-01-05T09:30')
  await input('endsAt').fill('2027-01-05T11:00')
  await page.getByRole('button', { name: /^保存/ }).first().click()
  for (let tries = 0; tries < 100 && (await now()).startsAt !== '2027-01-05T01:30:00.000Z'; tries += 1)
    await page.waitForTimeout(100)
  expect(await now()).toMatchObject({ startsAt: '2027-01-05T01:30:00.000Z', endsAt: '2027-01-05T03:00:00.000Z' })
  await page.reload()
  await expect(input('startsAt').inputValue()).resolves.toBe('2027-01-05T09:30')
})

test('so is what the list shows, and when a record was made [D7] [F11]', async () => {
  await page.goto('/admin/collections/activities')
  await page.getByText('下午两点的活动').waitFor()
  expect(await page.locator('tbody').innerText()).toContain(clockOf((await now()).startsAt).replace('T', ' '))
  await page.goto(`/admin/collections/activities/${activity.id}`)
  expect(await page.locator('.xf-record-times').innerText()).toContain(
    clockOf((await now()).updatedAt).replace('T', ' '),
  )
})

test('a list filtered by a day has that day of the county, from its first minute to its last [D7] [F11]', async () => {
  const at = async (startsAt: string) => {
    const starts = new Date(`${startsAt}:00+08:00`)
    await makeActivity(app.payload, units.community, {
      title: startsAt,
      startsAt: starts.toISOString(),
      endsAt: new Date(starts.getTime() + 3_600_000).toISOString(),
    })
  }
  for (const startsAt of [
    '2027-03-07T23:59',
    '2027-03-08T00:00',
    '2027-03-08T12:30',
    '2027-03-08T23:59',
    '2027-03-09T00:00',
  ])
    await at(startsAt)
  await page.goto('/admin/collections/activities')
  await page.getByRole('button', { name: '过滤条件' }).click()
  await page.getByRole('button', { name: '添加过滤条件' }).click()
  await page.locator('.condition__field .rs__control').click()
  await page.locator('.rs__option', { hasText: '开始时间' }).click()
  await page.locator('.xf-date-filter input').fill('2027-03-08')
  const shown = async () => (await page.locator('td.cell-title').allInnerTexts()).sort()
  await page.waitForURL(/2027-03-08/)
  await page.locator('td.cell-title', { hasText: '2027-03-07T23:59' }).waitFor({ state: 'detached' })
  expect(await shown()).toEqual(['2027-03-08T00:00', '2027-03-08T12:30', '2027-03-08T23:59'])
  // After the day is not within it, and the address brings the same back.
  await page.goto(page.url().replace('equals', 'greater_than'))
  await page.locator('td.cell-title', { hasText: '2027-03-09T00:00' }).waitFor()
  expect(await shown()).toEqual(['2027-03-09T00:00'])
  await page.locator('.xf-date-filter input[value="2027-03-08"]').waitFor()
})

test('a day is that day, and hours stand beside hours [D1] [F12]', async () => {
  await page.goto('/admin/collections/targets')
  await page.getByText('全年目标').click()
  await expect(input('from').inputValue()).resolves.toBe('2026-01-01')
  await page.getByText('0 小时').waitFor()
  await input('to').fill('2026-06-30')
  await save()
  const { docs } = await app.payload.find({ collection: 'targets', depth: 0, overrideAccess: true })
  expect(docs[0]).toMatchObject({ from: '2026-01-01', to: '2026-06-30' })
})
