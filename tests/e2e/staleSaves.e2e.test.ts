import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { DESKTOP, launchBrowser, logInAtDesk, openVisitor } from '../support/browser.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Two people in one record, in a real browser; and pages of the admin that used to ask for an editor from abroad. */
const EMAIL = 'department@example.org'

let test: TestPayload
let units: UnitTree
let server: TestServer
let browser: Browser

beforeAll(async () => {
  test = await startPayload()
  units = await makeUnitTree(test.payload)
  await makeStaff(test.payload, 'department', units.county, { name: '部门甲', email: EMAIL })
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

it('saves what was changed beside a colleague, and asks about the same field [D13]', async () => {
  const { page, trouble } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  await logInAtDesk(page, EMAIL)
  const { id } = await makeActivity(test.payload, units.community, { place: '甲地' })
  const colleague = (data: Record<string, string>) =>
    test.payload.update({ collection: 'activities', id, data, overrideAccess: true })
  const now = () => test.payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })
  const saved = () =>
    page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.url().includes('/api/activities/'))
  await page.goto(`/admin/collections/activities/${id}`)
  await page.locator('#field-description').fill('带伞')
  await page.waitForTimeout(1500)
  await colleague({ place: '乙地' })
  const [first] = await Promise.all([saved(), page.locator('#action-save').click()])
  expect(first.status()).toBe(200)
  expect(await now()).toMatchObject({ place: '乙地', description: '带伞' })

  await page.reload()
  await page.locator('#field-place').fill('丙地')
  await page.waitForTimeout(1500)
  await colleague({ place: '丁地' })
  const [second] = await Promise.all([saved(), page.locator('#action-save').click()])
  expect(second.status()).toBe(409)
  const dialog = page.getByRole('dialog', { name: '这一项刚被他人改过' })
  await dialog.getByRole('cell', { name: '丁地' }).waitFor()
  const [third] = await Promise.all([saved(), dialog.getByRole('button', { name: '保留我的并保存' }).click()])
  expect(third.status()).toBe(200)
  expect(await now()).toMatchObject({ place: '丙地', description: '带伞' })
  expect(trouble.filter((line) => !line.endsWith('status of 409 (Conflict)'))).toEqual([])
})

it('asks no address but its own on any kind of page of the admin [F4]', async () => {
  const { page, trouble } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  await logInAtDesk(page, EMAIL)
  const activity = await makeActivity(test.payload, units.community)
  const registration = await makeRegistration(
    test.payload,
    activity,
    await makePerson(test.payload, { unit: units.community.id }),
  )
  await page.goto(`/admin/collections/registrations/${registration.id}`)
  await page.getByRole('heading', { name: '处理经过' }).waitFor()
  const entry = await test.payload.find({
    collection: 'audit',
    where: { subject: { exists: true } },
    limit: 1,
    overrideAccess: true,
  })
  const ids: Record<string, string> = {
    activities: activity.id,
    registrations: registration.id,
    audit: String(entry.docs[0]?.id ?? ''),
  }
  for (const { slug } of test.payload.config.collections.filter((one) => one.admin.hidden !== true)) {
    await page.goto(`/admin/collections/${slug}`)
    await page.locator('h1').first().waitFor()
    if (ids[slug]) await page.goto(`/admin/collections/${slug}/${ids[slug]}`)
    await page.waitForLoadState('networkidle')
  }
  expect(trouble.filter((line) => line.startsWith('Request to'))).toEqual([])
})
