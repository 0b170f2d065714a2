import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { findRow } from '../../src/database/rows.ts'
import { clockOf } from '../../src/domain/shared/calendar.ts'
import type { Activity } from '../../src/payload-types.ts'
import { DESKTOP, launchBrowser, logInAtDesk, openList, openVisitor, type Visitor } from '../support/browser.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { textsOf } from '../support/pdf.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Publishing in a minute, counted in clicks from the dashboard; what was typed is typed besides. */
const ORGANISER = 'organiser@example.org'

let test: TestPayload
let units: UnitTree
let server: TestServer
let browser: Browser
let office: Visitor
let page: Page
let clicks: number
let last: Activity

beforeAll(async () => {
  test = await startPayload()
  units = await makeUnitTree(test.payload)
  await makeStaff(test.payload, 'organiser', units.community, { email: ORGANISER })
  last = await makeActivity(test.payload, units.community, {
    title: '骑手健康义诊',
    startsAt: hoursFromNow(-48),
    endsAt: hoursFromNow(-45),
    place: '甲一社区活动室',
    capacity: 30,
    contact: '0752-0000001',
    leader: '王五',
  })
  server = await startServer()
  browser = await launchBrowser()
  office = await openVisitor(browser, server.url, { viewport: DESKTOP })
  page = office.page
  await logInAtDesk(page, ORGANISER)
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})
beforeEach(async () => {
  clicks = 0
  await page.goto('/admin')
  await page.getByRole('heading', { name: '工作台' }).waitFor()
})

const click = async (what: Locator): Promise<void> => {
  clicks += 1
  await what.click()
}
const type = async (field: Locator, text: string): Promise<void> => {
  await click(field)
  await field.fill(text)
}
const newest = async (title: string): Promise<Activity> => {
  const { docs } = await test.payload.find({
    collection: 'activities',
    where: { and: [{ title: { equals: title } }, { id: { not_equals: last.id } }] },
    depth: 0,
    overrideAccess: true,
  })
  if (!docs[0]) throw new Error(`No activity ${title}`)
  return docs[0]
}
const SAME = ['line', 'theme', 'unit', 'place', 'capacity', 'contact', 'leader', 'ledger'] as const
const facts = (activity: Activity) => SAME.map((name) => activity[name])

it('publishes with what the unit did last time, in ten clicks at most', async () => {
  const startsAt = hoursFromNow(30)
  await click(page.getByRole('link', { name: '新建活动' }))
  await click(page.getByRole('button', { name: /骑手健康义诊/ }))
  await page.getByText('已按《骑手健康义诊》填好').waitFor()
  expect(await page.locator('#field-place').inputValue()).toBe('甲一社区活动室')
  await type(page.locator('#field-title'), '骑手义诊第二场')
  await type(page.locator('#field-startsAt input'), clockOf(startsAt))
  await page.getByText('内容齐全，可以发布。').waitFor()
  await click(page.getByRole('button', { name: '保存并发布' }))
  await page.getByText('公开网站上可以看到并报名。').waitFor()
  expect(clicks).toBeLessThanOrEqual(10)
  const made = await newest('骑手义诊第二场')
  expect(facts(made)).toEqual(facts(last))
  expect([made.status, clockOf(made.startsAt)]).toEqual(['published', clockOf(startsAt)])
  // As long as last time.
  expect(Date.parse(made.endsAt) - Date.parse(made.startsAt)).toBe(3 * 3_600_000)
  expect(office.trouble).toEqual([])
})

it('publishes with nothing taken over, in ten clicks at most', async () => {
  await click(page.getByRole('link', { name: '新建活动' }))
  await type(page.locator('#field-title'), '邻里清扫')
  await click(page.locator('#field-line .rs__control'))
  await click(page.locator('.rs__option').filter({ hasText: '邻里如亲' }))
  await type(page.locator('#field-startsAt input'), clockOf(hoursFromNow(30)))
  await type(page.locator('#field-place'), '甲一社区')
  await type(page.locator('#field-capacity'), '20')
  await page.getByText('内容齐全，可以发布。').waitFor()
  await click(page.getByRole('button', { name: '保存并发布' }))
  await page.getByText('公开网站上可以看到并报名。').waitFor()
  expect(clicks).toBeLessThanOrEqual(10)
  expect((await newest('邻里清扫')).status).toBe('published')
  expect(office.trouble).toEqual([])
})

it('publishes from a template, in eight clicks at most', async () => {
  const { id } = await makeActivity(test.payload, units.community, {
    title: '先蜂夜校',
    status: 'draft',
    questions: [{ label: '想学什么', kind: 'text' }],
  })
  await page.goto(`/admin/collections/activities/${id}`)
  await page.locator('form[data-form-ready=true]').first().waitFor()
  await page.getByText('复制、建成系列、存为模板').click()
  await page.getByLabel('模板名称').fill('夜校')
  await page.getByRole('button', { name: '存为模板' }).click()
  await page.getByText('已存为模板。').waitFor()
  await page.goto('/admin')
  clicks = 0
  const startsAt = hoursFromNow(40)
  await click(page.getByRole('link', { name: '从模板新建' }))
  await click(page.getByText('夜校', { exact: true }))
  await type(page.getByLabel('活动名称'), '先蜂夜校第二期')
  await type(page.getByLabel('开始时间'), clockOf(startsAt))
  await click(page.getByRole('button', { name: '发布', exact: true }))
  await page.getByText('公开网站上可以看到并报名。').waitFor()
  expect(clicks).toBeLessThanOrEqual(8)
  const made = await newest('先蜂夜校第二期')
  expect([made.status, clockOf(made.startsAt)]).toEqual(['published', clockOf(startsAt)])
  expect(made.questions?.map(({ label }) => label)).toEqual(['想学什么'])
  expect(office.trouble).toEqual([])
})

it('publishes several drafts from the list, and tells of each', async () => {
  const titles = ['草稿甲', '草稿乙', '草稿丙']
  const drafts = []
  for (const title of titles) drafts.push(await makeActivity(test.payload, units.community, { title, status: 'draft' }))
  await test.payload.db.updateOne({
    collection: 'activities',
    id: drafts[2]?.id ?? '',
    data: { theme: null },
    returning: false,
  })
  await openList(page, '/admin/collections/activities?search=草稿')
  for (const title of titles)
    await page.locator('tr', { hasText: title }).locator('input[type=checkbox]').check({ force: true })
  await page.getByRole('button', { name: '发布所选 3 场' }).click()
  const told = page.locator('.xf-list-tools [role=status]')
  await told.getByText('所选 3 场，已发布 2 场').waitFor()
  expect(await told.innerText()).toMatch(/草稿丙.*请选择主题/)
  expect((await newest('草稿甲')).status).toBe('published')
  expect((await newest('草稿丙')).status).toBe('draft')
  expect(office.trouble).toEqual([])
})

it('takes a photo as a cover, made small before it is sent, and shows it to everybody', async () => {
  const { id } = await makeActivity(test.payload, units.community, { title: '有封面的一场' })
  const photo = await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#f6b221' } })
    .png()
    .toBuffer()
  await page.goto(`/admin/collections/activities/${id}`)
  await page.locator('form[data-form-ready=true]').first().waitFor()
  await page.getByLabel('选择图片').setInputFiles({ name: '照片.png', mimeType: 'image/png', buffer: photo })
  await page.getByLabel('图片说明').fill('志愿者在给骑手理发')
  await page.getByRole('button', { name: '上传' }).click()
  await page.getByText('封面已更新').waitFor()
  // Nothing of the form is left unsaved by it.
  await page.goto(`/activities/${id}`)
  const shown = page.getByRole('img', { name: '志愿者在给骑手理发' })
  await shown.waitFor()
  expect(await shown.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth > 0))).toBe(true)
  expect(await shown.getAttribute('height')).toBe('640')
  await page.goto('/activities')
  expect(await page.getByRole('img', { name: '志愿者在给骑手理发' }).count()).toBe(1)
  expect(office.trouble).toEqual([])
})

it('moves the end with the start, and asks why before people are told', async () => {
  const activity = await makeActivity(test.payload, units.community, {
    title: '要改期的一场',
    startsAt: hoursFromNow(60),
    endsAt: hoursFromNow(63),
    approval: false,
  })
  await makeRegistration(test.payload, activity, await makePerson(test.payload))
  await page.goto(`/admin/collections/activities/${activity.id}`)
  await page.locator('form[data-form-ready=true]').first().waitFor()
  // Few change those; unfolded where one holds something unusual.
  expect(await page.locator('#field-partyLimit').isVisible()).toBe(false)
  const [start, end] = [clockOf(hoursFromNow(61)), clockOf(hoursFromNow(64))]
  await page.locator('#field-startsAt input').fill(start)
  await page.getByText('保存后将通知 1 人').waitFor()
  expect(await page.locator('#field-endsAt input').inputValue()).toBe(end)
  await page.locator('#action-save:not([disabled])').click()
  await page.getByText('请写明变更原因').first().waitFor()
  expect(clockOf((await newest('要改期的一场')).startsAt)).toBe(clockOf(activity.startsAt))
  await page.getByLabel('变更原因').fill('场地检修')
  await page.locator('#action-save:not([disabled])').click()
  await page.getByText('保存后将通知 1 人').waitFor({ state: 'detached' })
  expect(clockOf((await newest('要改期的一场')).endsAt)).toBe(end)
  // The save that was refused, and nothing else.
  expect(office.trouble.splice(0)).toEqual([expect.stringContaining('400')])
})

it('asks why, when what was called off is resumed elsewhere, and keeps the answer while it is typed', async () => {
  const { payload } = test
  const activity = await makeActivity(payload, units.community, {
    title: '换了地方的一场',
    startsAt: hoursFromNow(61),
    endsAt: hoursFromNow(63),
    approval: false,
  })
  await makeRegistration(payload, activity, await makePerson(payload))
  for (const data of [{ status: 'cancelled' as const, cancelReason: '台风' }, { place: '二号楼' }])
    await payload.update({ collection: 'activities', id: activity.id, data, overrideAccess: true })
  await page.goto(`/admin/collections/activities/${activity.id}`)
  await page.locator('form[data-form-ready=true]').first().waitFor()
  await page.getByRole('button', { name: '恢复举办（将通知 1 人）' }).click()
  await page.getByText('请写明变更原因').first().waitFor()
  // Slower than the form asks its server, after which it has forgotten the refusal.
  await page.getByLabel('变更原因').pressSequentially('一号楼漏水', { delay: 300 })
  await page.getByRole('button', { name: '恢复举办（将通知 1 人）' }).click()
  await page.getByRole('button', { name: '取消活动…' }).waitFor()
  expect(await findRow({ payload }, 'activities', activity.id)).toMatchObject({
    status: 'published',
    notice: { reason: '一号楼漏水' },
  })
  expect(office.trouble.splice(0)).toEqual([expect.stringContaining('400')])
})

it('shows the month, and begins a new activity on a day of it', async () => {
  const { id, startsAt } = await makeActivity(test.payload, units.community, {
    title: '月历上的一场',
    // On a day of its own: of a day with many, the rest is folded.
    startsAt: hoursFromNow(400),
    endsAt: hoursFromNow(402),
  })
  const day = clockOf(startsAt).slice(0, 10)
  await page.goto(`/admin/calendar?month=${day.slice(0, 7)}`)
  const cell = page.locator('.xf-calendar__day', { hasText: '月历上的一场' })
  expect(await cell.locator('h3').innerText()).toContain(String(Number(day.slice(8))))
  expect(await cell.getByRole('link', { name: /月历上的一场/ }).getAttribute('href')).toBe(
    `/admin/collections/activities/${id}`,
  )
  await cell.getByRole('link', { name: /新建活动/ }).click()
  await page.waitForURL(`**/activities/create?day=${day}`)
  await page.locator('form[data-form-ready=true]').first().waitFor()
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#field-endsAt input')?.value !== '')
  expect(await page.locator('#field-startsAt input').inputValue()).toBe(`${day}T09:00`)
  expect(await page.locator('#field-endsAt input').inputValue()).toBe(`${day}T11:00`)
  expect(office.trouble).toEqual([])
})

it('gives poster and sheet in one tap each', async () => {
  const { id, title } = await makeActivity(test.payload, units.community, { title: '骑手座谈会' })
  await page.goto(`/admin/collections/activities/${id}`)
  // Pressed before the form is awake, a link is lost.
  await page.locator('form[data-form-ready=true]').first().waitFor()
  for (const [name, file] of [
    ['海报（A4，带二维码）', `海报-${title}.pdf`],
    ['签到表（A4）', `签到表-${title}.pdf`],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ])
    expect(download.suggestedFilename()).toBe(file)
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    expect(await textsOf(Buffer.concat(chunks))).toContain(title)
  }
})
