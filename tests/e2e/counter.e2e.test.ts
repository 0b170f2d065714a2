import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import type { Activity, Registration } from '../../src/payload-types.ts'
import { DESKTOP, isRefusedInput, launchBrowser, logInAtDesk, openVisitor, PHONE } from '../support/browser.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Somebody rings up: staff sign them up at the desk, and on a phone. */
const SNAPSHOTS = process.env.TEST_SNAPSHOTS

let test: TestPayload
let units: UnitTree
let server: TestServer
let browser: Browser
let simple: Activity
let asking: Activity

beforeAll(async () => {
  test = await startPayload()
  const { payload } = test
  units = await makeUnitTree(payload)
  await makeStaff(payload, 'organiser', units.community, { name: '周敏', email: 'organiser@example.org' })
  simple = await makeActivity(payload, units.community, { title: '周六义剪', capacity: 20 })
  asking = await makeActivity(payload, units.community, {
    title: '骑手年夜饭',
    capacity: 30,
    partyLimit: 3,
    questions: [
      { label: '饮食', kind: 'select', options: ['清真', '普通'], required: true },
      { label: '带孩子来吗', kind: 'yesno', required: true },
      { label: '孩子几岁', kind: 'number', showWhen: '带孩子来吗', showWhenAnswer: '是', required: true },
    ],
  })
  for (const name of ['林小燕', '林小雁', '林小艳'])
    await makePerson(payload, { name, unit: units.community.id, volunteerNumber: `BL${newPhone()}` })
  await makeRegistration(payload, simple, await makePerson(payload, { name: '李建国', phone: '15400001234' }))
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

interface Desk {
  page: Page
  clicks: { made: number }
  trouble: string[]
  end: () => Promise<void>
}

/** Counts the clicks and taps that a person makes; typing is none. */
async function openDesk(viewport = DESKTOP): Promise<Desk> {
  const { context, page, trouble } = await openVisitor(browser, server.url, { viewport, reducedMotion: 'reduce' })
  await logInAtDesk(page, 'organiser@example.org')
  const clicks = { made: 0 }
  await context.exposeFunction('countClick', () => void (clicks.made += 1))
  await page.evaluate(() => {
    const told = window as unknown as { countClick: () => void }
    document.addEventListener('pointerdown', () => told.countClick(), true)
  })
  return { page, clicks, trouble, end: () => context.close() }
}

const picture = async (page: Page, name: string): Promise<void> => {
  if (SNAPSHOTS) await page.screenshot({ path: `${SNAPSHOTS}/${name}.png`, fullPage: true })
}

async function choose(page: Page, activity: Activity): Promise<void> {
  await page.getByRole('link', { name: '代为报名' }).click()
  await page.getByRole('heading', { name: '报名哪一场？' }).waitFor()
  await page.getByRole('link', { name: activity.title }).click()
  await page.getByLabel('姓名', { exact: true }).waitFor()
}

const rowsOf = async ({ id }: Activity): Promise<Registration[]> =>
  (
    await test.payload.find({
      collection: 'registrations',
      where: { activity: { equals: id } },
      sort: 'sequence',
      depth: 0,
      overrideAccess: true,
    })
  ).docs

describe('somebody who rings up', () => {
  it.each([
    ['an office screen', DESKTOP, '林小燕'],
    ['a phone', PHONE, '林小雁'],
  ] as const)('is signed up from the dashboard in five clicks, on %s', async (name, viewport, person) => {
    const { page, clicks, trouble, end } = await openDesk(viewport)
    await picture(page, `dashboard-${viewport.width}`)
    await page.getByRole('link', { name: '代为报名' }).click()
    await page.getByRole('heading', { name: '报名哪一场？' }).waitFor()
    await picture(page, `choice-${viewport.width}`)
    await page.getByRole('link', { name: simple.title }).click()
    await page.getByLabel('姓名', { exact: true }).waitFor()
    // The first field has the keyboard.
    await page.keyboard.type('林小')
    await page.getByText('是其中哪一位？').waitFor()
    await picture(page, `found-${viewport.width}`)
    await page.getByRole('button', { name: person }).click()
    await page.getByText('已向本人口头说明并取得同意').click()
    await picture(page, `ready-${viewport.width}`)
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await page.getByText(`已报名：${person}。`).waitFor()
    await picture(page, `done-${viewport.width}`)
    expect([name, clicks.made]).toEqual([name, 5])
    expect(trouble).toEqual([])
    await end()
    await expectExact(test.payload)
  })

  it('and is new, with answers, is signed up where the sheet is, and the next one follows', async () => {
    const { page, trouble, end } = await openDesk()
    await page.goto(`/admin/collections/activities/${asking.id}/sign-ups`, { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: '代为报名' }).click()
    // Awake: before that, what is typed is lost.
    await page.waitForURL('**/admin/sign-up?**', { waitUntil: 'networkidle' })
    await page.getByLabel('姓名', { exact: true }).fill('新来的人')
    await page.getByText('没有找到').waitFor()
    await page.getByLabel('手机号', { exact: true }).fill('154 0000 5678')
    await page.getByLabel('人数（含本人）').selectOption('2')
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await page.getByText('请先向本人口头说明，并取得同意').first().waitFor()
    await page.getByLabel('已向本人口头说明并取得同意').check()
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await page.getByText('请回答“饮食”。').first().waitFor()
    await picture(page, 'missing-1280')
    await page.getByLabel('饮食').selectOption('普通')
    await page.getByLabel('是', { exact: true }).check()
    await page.getByLabel('孩子几岁').fill('7')
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await page.getByText('已报名：新来的人。').waitFor()
    await page.getByRole('button', { name: '再报一人' }).click()
    expect(await page.getByLabel('姓名', { exact: true }).inputValue()).toBe('')
    expect(await page.getByLabel('已向本人口头说明并取得同意').isChecked()).toBe(false)
    await page.getByText('余 28 个名额').waitFor()
    const [row] = await rowsOf(asking)
    expect(row).toMatchObject({ status: 'confirmed', size: 2 })
    expect(Object.values(row?.answers ?? {})).toEqual(['普通', '是', '7'])
    expect(row).toMatchObject({
      spokenConsentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      spokenConsentBy: expect.any(String),
    })
    expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
    await end()
  })

  it('with a name that is on the list already is asked about, and both can be there', async () => {
    const { page, end } = await openDesk(PHONE)
    await choose(page, simple)
    await page.getByLabel('姓名', { exact: true }).fill('李建国')
    await page.getByLabel('手机号', { exact: true }).fill('15400009876')
    await page.getByLabel('已向本人口头说明并取得同意').check()
    await page.getByRole('button', { name: '报名', exact: true }).click()
    await page.getByText('名单上已有同名的人：李建国（尾号 1234，已报名）——是同一个人吗？').waitFor()
    await picture(page, 'namesake-390')
    await page.getByRole('button', { name: '是另一个人，另外报名' }).click()
    await page.getByText('已报名：李建国。').waitFor()
    expect((await rowsOf(simple)).length).toBe(4)
    await end()
    await expectExact(test.payload)
  })
})
