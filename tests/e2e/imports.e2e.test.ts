import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { DESKTOP, launchBrowser, logInAtDesk, openVisitor, PHONE, shoot } from '../support/browser.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A sheet from paper, copied out of a spreadsheet, to attendances that count; and back. */
const ORGANISER = 'organiser@example.org'

let test: TestPayload
let server: TestServer
let browser: Browser
let activity: string

beforeAll(async () => {
  test = await startPayload()
  const units = await makeUnitTree(test.payload)
  await makeStaff(test.payload, 'organiser', units.community, { email: ORGANISER })
  const made = await makeActivity(test.payload, units.community, {
    title: '社区清洁日',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  activity = made.id
  const person = await makePerson(test.payload, { name: '林小燕', phone: '15400000001', unit: units.community.id })
  await makeRegistration(test.payload, made, person)
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

const SHEET = [
  ['姓名', '联系电话', '签到'],
  ['林小燕', '154 0000 0001', '是'],
  ['李建国', '１５４０００００００２', '是'],
  ['李建国', '15400000002', '是'],
  ['王师傅', '1540000000', '是'],
  ['陈阿姨', '15400000004', '未到'],
]

it('is pasted, checked, imported and taken back', async () => {
  const { page, trouble } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  await logInAtDesk(page, ORGANISER)
  await page.goto(`/admin/collections/activities/${activity}/sign-ups`)
  await page.getByRole('link', { name: '导入签到表' }).click()
  await page.getByText('活动：社区清洁日').waitFor()
  await page.getByLabel('粘贴单元格').check()
  await page.getByLabel(/复制后粘贴到这里/).fill(SHEET.map((row) => row.join('\t')).join('\n'))
  await shoot(page, 'start')
  await page.getByRole('button', { name: '上传并识别各列' }).click()
  await page.getByRole('button', { name: '检查各行' }).waitFor()
  expect(await page.getByLabel('手机号').inputValue()).toBe('1')
  await shoot(page, 'columns')
  await page.getByRole('button', { name: '检查各行' }).click()
  await page.getByText('手机号：手机号不是 11 位的手机号码').waitFor()
  await page.getByText('与第 3 行是同一条').waitFor()
  await page.getByText('是否到场：写明未到场，不登记').waitFor()
  await page.getByLabel('已向本人口头说明并取得同意').check()
  await shoot(page, 'checked')
  await page.setViewportSize(PHONE)
  await shoot(page, 'checked')
  // The menu of the wide screen slides away first.
  await page.waitForFunction((width) => document.documentElement.scrollWidth <= width, PHONE.width)
  await page.setViewportSize(DESKTOP)
  await page.getByRole('button', { name: '导入 2 行' }).click()
  await page.getByText('已导入 2 行。').waitFor()
  await shoot(page, 'done')

  await page.goto(`/admin/collections/activities/${activity}/sign-ups`)
  await page.getByRole('cell', { name: '李建国', exact: true }).waitFor()
  await page.goto('/admin/imports')
  await shoot(page, 'list')
  await page.setViewportSize(PHONE)
  await shoot(page, 'list')
  await page.setViewportSize(DESKTOP)
  await page.getByRole('link', { name: '社区清洁日' }).click()
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('button', { name: '确认撤销' }).click()
  await page.getByText('已撤销 2 行。').waitFor()
  expect(trouble).toEqual([])

  const download = page.waitForEvent('download')
  await page.goto('/admin/imports')
  await page.getByRole('link', { name: /下载“人员”的模板/ }).click()
  expect((await download).suggestedFilename()).toBe('导入模板-人员.xlsx')
})
