import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Locator } from 'playwright-core'
import { DESKTOP, launchBrowser, logInAtDesk, openVisitor } from '../support/browser.ts'
import { makeActivity, makePerson, makeRegistration, makeStaff, makeUnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'

/** “Moved upstairs, bring a raincoat”, from the activity's page to the mailbox in five clicks. */
const ORGANISER = 'organiser@example.org'
const RIDER = 'rider@example.org'

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser
let activity: string

beforeAll(async () => {
  test = await startPayload()
  const units = await makeUnitTree(test.payload)
  await makeStaff(test.payload, 'organiser', units.community, { email: ORGANISER })
  const made = await makeActivity(test.payload, units.community, { title: '暖蜂义剪' })
  activity = made.id
  await makeRegistration(test.payload, made, await makePerson(test.payload, { email: RIDER, phone: null }))
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

it('is written, seen and sent in five clicks, and its counts open its messages', async () => {
  const { page, trouble } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  await logInAtDesk(page, ORGANISER)
  await page.goto(`/admin/collections/activities/${activity}`)
  let clicks = 0
  const click = async (target: Locator): Promise<void> => {
    clicks += 1
    await target.click()
  }
  await click(page.getByRole('link', { name: '群发消息' }))
  await click(page.getByRole('radio', { name: /已有名额/ }))
  await click(page.getByLabel('内容'))
  await page.keyboard.type('改到二楼，请带雨具')
  await click(page.getByRole('button', { name: '预览', exact: true }))
  await page.getByText('邮件 1 人').waitFor()
  await page.frameLocator('iframe').getByText('改到二楼，请带雨具').waitFor()
  await click(page.getByRole('button', { name: '发送给 1 人' }))
  await page.getByText(/已交付发送，共 1 人|已收下，共 1 人/).waitFor()
  expect(clicks).toBeLessThanOrEqual(5)
  // Soon enough that the night keeps nobody waiting.
  const mail = await smtp.waitFor(RIDER, '组织者的消息')
  expect(mail.text).toContain('改到二楼，请带雨具')

  await page.reload()
  const sent = page.getByRole('link', { name: '已发送 1' })
  await sent.click()
  await page.getByRole('cell', { name: '组织者的消息' }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  expect(trouble).toEqual([])
})
