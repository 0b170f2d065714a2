import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import type { Activity, Target } from '../../src/payload-types.ts'
import { DESKTOP, launchBrowser, logInAtDesk, openList, openVisitor, PHONE } from '../support/browser.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Screens of the admin as staff see them: what they lead to, what they say, and that they fit. */
let test: TestPayload
let units: UnitTree
let server: TestServer
let browser: Browser
let draft: Activity
let past: Activity
let target: Target
let page: Page

beforeAll(async () => {
  test = await startPayload()
  const { payload } = test
  units = await makeUnitTree(payload)
  for (const [role, unit] of [
    ['department', units.county],
    ['town', units.town],
    ['organiser', units.otherTown],
  ] as const)
    await makeStaff(payload, role, unit, { name: role, email: `${role}@example.org` })
  draft = await makeActivity(payload, units.community, { title: '还没发布的一场', status: 'draft' })
  past = await makeActivity(payload, units.community, {
    title: '龙溪街道骑手交通安全知识讲座暨反光贴发放活动（第十二期）',
    startsAt: hoursFromNow(-30),
    endsAt: hoursFromNow(-28),
    ledger: 'service',
  })
  const { id } = await makeRegistration(
    payload,
    past,
    await makePerson(payload, { name: '林小燕', unit: units.community.id }),
  )
  await payload.update({
    collection: 'registrations',
    id,
    data: { attendance: 'present' },
    depth: 0,
    overrideAccess: true,
  })
  await makeActivity(payload, units.community, { title: '以后的一场' })
  target = await makeTarget(payload, { title: '全县人次', measure: 'personTimes', goal: 10 })
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

async function logIn(role: string, viewport = DESKTOP): Promise<Page> {
  const { page: fresh } = await openVisitor(browser, server.url, { viewport, reducedMotion: 'reduce' })
  await logInAtDesk(fresh, `${role}@example.org`)
  return fresh
}

/** A form that answers: what is typed or pressed before it is awake is lost. */
async function openForm(where: Page, path: string): Promise<void> {
  await where.goto(path)
  await where.locator('form[data-form-ready=true]').first().waitFor()
}

describe('at the desk of the department', () => {
  beforeAll(async () => {
    page = await logIn('department')
  })

  it('a target’s number leads to the activities it counts, and to their records [F12e]', async () => {
    const card = page.locator('.xf-targets li', { hasText: '全县人次' })
    expect(await card.innerText()).toContain('累计 1')
    // One click to what it is made of, a second to the first person behind it.
    await card.getByRole('link', { name: '累计 1 人次' }).click()
    await page.locator('.xf-list').waitFor()
    expect(await page.locator('.xf-list tbody tr td:first-child').allInnerTexts()).toEqual([past.title])
    await page.locator('.xf-list').getByRole('link', { name: '1 人次' }).click()
    await page.locator('.xf-table__name').first().waitFor()
    expect(await page.locator('.xf-table__name').count()).toBe(1)
    await openForm(page, `/admin/collections/targets/${target.id}`)
    await page.getByRole('link', { name: '导出计入的记录' }).click()
    await page.getByText('只导出计入目标“全县人次”的记录。').waitFor()
    const file = page.waitForEvent('download')
    await page.getByLabel('格式').selectOption('csv')
    await page.getByRole('button', { name: '导出', exact: true }).click()
    const rows = await (await (await file).createReadStream()).toArray()
    expect(
      Buffer.concat(rows as Buffer[])
        .toString('utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(1 + 1)
  })

  it.each([
    ['an office screen', DESKTOP],
    ['a phone', PHONE],
  ] as const)('a number by unit and month is two actions away from its first record, on %s', async (name, viewport) => {
    const desk = await logIn('department', viewport)
    // All of them started in one month or two, whichever day it is today.
    await desk.goto(`/admin/statistics?from=${past.startsAt.slice(0, 7)}`)
    let actions = 0
    const press = async (what: ReturnType<Page['locator']>): Promise<void> => {
      actions += 1
      await what.click()
    }
    const table = desk.getByRole('region', { name: '按单位和月份的表格，可左右滚动' })
    const town = table.getByRole('row', { name: new RegExp(units.town.name) })
    expect(await desk.getByRole('img', { name: /每月的参与人次（人次）/ }).isVisible()).toBe(true)
    expect(await desk.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await press(town.getByRole('link', { name: '1', exact: true }).first())
    await desk.locator('.xf-list').waitFor()
    expect(await desk.locator('.xf-list tbody tr td:first-child').allInnerTexts()).toEqual([past.title])
    await press(desk.locator('.xf-list [data-count]').first())
    await desk.locator('.xf-table__name').first().waitFor()
    expect([name, actions, await desk.locator('.xf-table__name').count()]).toEqual([name, 2, 1])
    await desk.context().close()
  })

  it('finds a person by part of the name in two actions, by keys too, and tells what they took part in', async () => {
    await page.goto('/admin')
    const box = page.getByRole('combobox', { name: '查找人员、活动、单位、证明' })
    await box.fill('小')
    await page.getByRole('status').filter({ hasText: '请至少输入两个字' }).waitFor()
    await box.fill('小燕')
    await page.getByRole('option', { name: /林小燕/ }).click()
    await page.waitForURL('**/collections/people/*')
    await page.getByRole('heading', { name: /林小燕/ }).waitFor()
    // A link that is pressed while the address is still being written leads nowhere.
    await page.locator('form[data-form-ready=true]').first().waitFor()
    const history = page.getByRole('region', { name: '经历' })
    const signUp = history
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: past.title, exact: true }) })
    expect(await signUp.textContent()).toContain('到场')
    await history.getByRole('link', { name: '报名 1' }).click()
    await page.waitForURL('**/collections/registrations?**')
    await page.locator('.table tbody tr').first().waitFor()
    expect(await page.locator('.table tbody tr').count()).toBe(1)
    await box.fill('第十二期')
    await page.getByRole('option', { name: past.title }).waitFor()
    await box.press('ArrowDown')
    const active = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).textContent()).toContain(past.title)
    await box.press('Enter')
    await page.waitForURL(`**/collections/activities/${past.id}`)
  })

  it('has its menu open, a way out in words, and a page that says how to go about it [m1]', async () => {
    await page.goto('/admin')
    const menu = page.getByRole('navigation').filter({ hasText: '导出记录' })
    await menu.getByRole('link', { name: '活动', exact: true }).waitFor()
    expect(await menu.getByRole('link', { name: '退出登录' }).isVisible()).toBe(true)
    await menu.getByRole('link', { name: '使用说明' }).click()
    await page.getByRole('heading', { name: '发布活动' }).waitFor()
  })

  it('fits its lists beside the menu: nothing of an activity is cut off [m7]', async () => {
    await page.goto('/admin/collections/activities')
    // The menu takes its room once the page is awake.
    await page.locator('.nav--nav-open.nav--nav-hydrated').waitFor()
    await page.locator('td.cell-title').first().waitFor()
    const { client, scroll, title, number } = await page.locator('.table').evaluate((table) => ({
      client: table.clientWidth,
      scroll: table.scrollWidth,
      title: table.querySelector('td.cell-title')?.getBoundingClientRect().width ?? 0,
      number: table.querySelector('td.cell-taken')?.getBoundingClientRect().width ?? 0,
    }))
    expect(scroll).toBeLessThanOrEqual(client)
    expect(title).toBeGreaterThan(number * 1.5)
  })

  it('says what is being made', async () => {
    const made: string[] = []
    for (const { slug, labels } of test.payload.config.collections.filter(({ admin }) => admin.hidden !== true)) {
      await page.goto(`/admin/collections/${slug}/create`, { waitUntil: 'networkidle' })
      // What nobody makes by hand has no form.
      if ((await page.locator('.collection-edit').count()) === 0) continue
      await page.getByRole('heading', { name: `新建${String(labels.singular)}`, level: 1 }).waitFor()
      expect([slug, await page.title()]).toEqual([slug, expect.not.stringContaining('未填写')])
      made.push(slug)
    }
    expect(made).toEqual(expect.arrayContaining(['activities', 'people', 'targets', 'units', 'stations']))
    await openForm(page, '/admin/collections/activities/create')
    await page.locator('#field-title').fill('新的一场')
    await page.getByRole('heading', { name: '新的一场', level: 1 }).waitFor()
  })

  it('marks the field that was wrong, with the reason beside it [m3]', async () => {
    await openForm(page, `/admin/collections/activities/${draft.id}`)
    await page.locator('#field-startsAt input').fill('2027-01-05T15:00')
    await page.locator('#field-endsAt input').fill('2027-01-05T14:00')
    const answer = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await page.locator('#action-save').click()
    expect((await answer).status()).toBe(400)
    const marked = page.locator('.xf-date.error')
    await marked.waitFor()
    // Payload asks once more how the form stands, and used to take the mark away with the answer.
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(1000)
    expect(await marked.innerText()).toContain('结束时间应晚于开始时间，请修改。')
    // Mending the other end is as good.
    await page.locator('#field-startsAt input').fill('2027-01-05T13:00')
    await marked.waitFor({ state: 'detached' })
    const mended = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await page.locator('#action-save').click()
    expect((await mended).status()).toBe(200)
  })

  it('keeps the button that loses what was typed from looking like the one to press [m12]', async () => {
    await openForm(page, `/admin/collections/activities/${draft.id}`)
    await page.locator('#field-place').fill('改了地点')
    await page.locator('#action-save:not([disabled])').waitFor()
    await page.locator('.step-nav').getByRole('link', { name: '活动', exact: true }).click()
    const leave = page.getByRole('button', { name: /离开/ })
    await leave.waitFor()
    expect(await leave.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe('rgb(255, 255, 255)')
    await page.getByRole('button', { name: '继续填写' }).click()
  })

  it('asks for the reason before an activity is called off, and says how many are told, then and of a change of place [F7]', async () => {
    const activity = await makeActivity(test.payload, units.community, { title: '要取消的一场' })
    await makeRegistration(test.payload, activity, await makePerson(test.payload))
    await openForm(page, `/admin/collections/activities/${activity.id}`)
    await page.locator('.xf-publishing__address').waitFor()
    expect(await page.getByRole('button', { name: '取消活动…' }).count()).toBe(1)
    await page.locator('#field-place').fill('二号楼')
    await page.getByText('保存后将通知 1 人：时间或地点有变。').waitFor()
    await page.getByRole('button', { name: '取消活动…' }).click()
    const asked = page.getByRole('group', { name: '取消活动…' })
    expect(await asked.innerText()).toContain('将通知 1 人：活动取消')
    const yes = asked.locator('.xf-button--danger')
    expect(await yes.isDisabled()).toBe(true)
    await asked.getByRole('textbox').fill('台风')
    const answer = page.waitForResponse((response) => response.request().method() === 'PATCH')
    await yes.click()
    expect((await answer).status()).toBe(200)
    expect(
      await test.payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true }),
    ).toMatchObject({ status: 'cancelled', cancelReason: '台风' })
  })

  it('sets the end two hours after the start that was typed [m2]', async () => {
    await openForm(page, '/admin/collections/activities/create')
    await page.locator('#field-startsAt input').fill('2027-01-05T15:00')
    await page.locator('#field-startsAt input').blur()
    await page.waitForTimeout(1000)
    expect(await page.locator('#field-endsAt input').inputValue()).toBe('2027-01-05T17:00')
  })

  it('says the same share of a target as the home page, what was carried over included, and hours where the goal is in hours [F12]', async () => {
    const made = [
      await makeTarget(test.payload, { title: '接着数的人次', measure: 'personTimes', goal: 10, opening: 5 }),
      await makeTarget(test.payload, { title: '服务时长', measure: 'serviceHours', goal: 10 }),
    ]
    await page.goto('/admin')
    const card = page.locator('.xf-targets li', { hasText: '接着数的人次' })
    const bar = await card
      .locator('.xf-bar > span')
      .evaluateAll((parts) =>
        parts.reduce((sum, part) => sum + Number.parseFloat((part as HTMLElement).style.width), 0),
      )
    await page.goto('/')
    const home = page.locator('li', { hasText: '接着数的人次' })
    expect([bar, /([\d.]+)%/.exec(await home.innerText())?.[1]]).toEqual([60, '60'])
    await page.goto('/admin/collections/targets')
    expect((await page.locator('tr', { hasText: '服务时长' }).locator('.cell-tally').innerText()).trim()).toMatch(
      /^2 小时/,
    )
    for (const { id } of made) await test.payload.delete({ collection: 'targets', id, overrideAccess: true })
  })

  it('leaves no English in dialogs, menus and errors [F14]', async () => {
    await openList(page, '/admin/collections/people')
    await page.locator('tbody .checkbox-input input:enabled').first().check({ force: true })
    await page.getByRole('button', { name: '编辑', exact: true }).first().click()
    await page.getByRole('heading', { name: /正在编辑/ }).waitFor()
    expect(await englishOn(page)).toEqual([])
    await openList(page, '/admin/collections/people')
    await page.locator('tbody .checkbox-input input:enabled').first().check({ force: true })
    await page.getByRole('button', { name: '删除', exact: true }).first().click()
    await page.getByRole('heading', { name: '确认删除' }).waitFor()
    expect(await englishOn(page)).toEqual([])
    await openForm(page, '/admin/collections/stations/create')
    await page.locator('#field-unit .rs__control').click()
    await page.locator('.rs__option').first().waitFor()
    expect(await englishOn(page)).toEqual([])
    await openForm(page, `/admin/collections/activities/${draft.id}`)
    await page.getByRole('button', { name: '添加问题' }).click()
    await page.getByText('第 1 题（未填写）').waitFor()
    await page.locator('.array-actions .popup-button').first().click()
    expect(await englishOn(page)).toEqual([])
    await page.goto('/admin/nowhere')
    await page.getByRole('heading', { name: '没有这个页面' }).waitFor()
    expect(await englishOn(page)).toEqual([])
    expect(await page.title()).toContain('未找到')
  })

  it('says in Chinese that there was no answer, and keeps what was typed [F14]', async () => {
    await openForm(page, `/admin/collections/activities/${draft.id}`)
    await page.locator('#field-place').fill('断网时填的')
    await page.locator('#action-save:not([disabled])').waitFor()
    await page.context().setOffline(true)
    await page.locator('#action-save').click()
    await page.getByText('没有连上服务器').first().waitFor()
    expect(await englishOn(page)).toEqual([])
    expect(await page.locator('#field-place').inputValue()).toBe('断网时填的')
    await page.context().setOffline(false)
  })

  it('says of the same again that nothing was changed, not in green that it was done; a folded question is read by its text [m6]', async () => {
    await page.goto(`/admin/collections/activities/${past.id}/sign-ups`)
    await page.getByRole('checkbox', { name: '全选' }).check()
    await page.getByRole('button', { name: '到场', exact: true }).and(page.locator('.xf-button--primary')).click()
    await page.locator('.xf-notice--nothing', { hasText: '原本就是如此' }).waitFor()
    expect(await page.locator('.xf-notice--done').count()).toBe(0)
    expect(await page.getByRole('button', { name: '清除到场记录' }).count()).toBe(1)
    const asked = await makeActivity(test.payload, units.community, {
      title: '有问题的一场',
      questions: [{ label: '带几样工具', kind: 'text' }],
    })
    await openForm(page, `/admin/collections/activities/${asked.id}`)
    await page.locator('.array-field__row').getByText('1. 带几样工具').waitFor()
  })

  it('has room for the words of an evaluation [m7]', async () => {
    await page.goto(`/admin/collections/activities/${past.id}/sign-ups`)
    const choice = await page.getByLabel('服务质量评价').boundingBox()
    expect(choice?.width).toBeGreaterThan(140)
    const button = await page.getByRole('button', { name: '评价所选' }).boundingBox()
    expect(button?.height).toBeLessThan(60)
  })
})

it('tells who is in a town that targets are the county’s, and gives them their own part of it [m15] [F12e]', async () => {
  const town = await logIn('town')
  const card = town.locator('.xf-card', { hasText: '目标进度' })
  expect(await card.innerText()).toContain('不是本单位的数')
  expect(await card.getByRole('link').allInnerTexts()).toEqual([
    '累计 1 人次',
    '计入的活动',
    '其中本单位的',
    '导出本单位计入的记录',
  ])
})

it('asks whoever changes the own password for the one until now, unseen while it is typed [S-M12]', async () => {
  const town = await logIn('town')
  await town.goto('/admin/account')
  await town.locator('form').first().waitFor()
  expect(
    await town
      .locator('input[name=currentPassword]')
      .evaluateAll((boxes) => boxes.map((box) => [box.getAttribute('type'), box.getAttribute('autocomplete')])),
  ).toEqual([['password', 'current-password']])
})

it('has whose password the department set choose an own one first, on whichever page they come in, and logs no error of it [S-M12]', async () => {
  const { token } = await test.payload.login({
    collection: 'staff',
    data: { email: 'department@example.org', password: PASSWORD },
  })
  const email = 'newcomer@example.org'
  const made = await fetch(`${server.url}/api/staff`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
    body: JSON.stringify({ name: '新同事', email, role: 'organiser', unit: units.community.id, password: PASSWORD }),
  })
  expect(made.status).toBe(201)
  const { page: newcomer } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  await newcomer.goto('/admin/login')
  await newcomer.locator('#field-email').fill(email)
  await newcomer.locator('#field-password').fill(PASSWORD)
  await newcomer.locator('form button[type=submit]').click()
  await newcomer.waitForURL(/\/admin$/)
  const before = server.output().length
  for (const path of [
    '',
    '/exports',
    '/help',
    '/message-templates',
    '/sign-up',
    '/posts',
    '/account',
    '/collections/people',
    '/collections/activities',
    `/collections/activities/${past.id}`,
    `/collections/activities/${past.id}/sign-ups`,
  ]) {
    await newcomer.goto(`/admin${path}`, { waitUntil: 'networkidle' })
    expect([path, await newcomer.getByRole('heading', { level: 1 }).allInnerTexts()]).toEqual([
      path,
      ['先换成自己的密码'],
    ])
  }
  expect(server.output().slice(before)).toBe('')
})

it('sets a new password by the link in a mail, whose token no address that is asked for has', async () => {
  const { email } = await makeStaff(test.payload, 'organiser', units.community)
  const token = await test.payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true })
  const { page: owner } = await openVisitor(browser, server.url, { viewport: PHONE })
  const asked: string[] = []
  owner.on('request', (request) => asked.push(request.url().replace(/#.*/, ''), request.headers().referer ?? ''))
  await owner.goto(`/admin/reset#${token}`, { waitUntil: 'networkidle' })
  for (const label of ['密码', '再输入一次密码'])
    await owner.getByLabel(label, { exact: true }).fill('a quiet hive at night')
  await owner.getByRole('button', { name: '设好密码并登录' }).click()
  await owner.getByRole('heading', { name: '工作台' }).waitFor()
  expect(asked.filter((address) => address.includes(token))).toEqual([])
})

it('shows whoever comes for the first time where to begin [m1]', async () => {
  const organiser = await logIn('organiser')
  expect(await organiser.getByText('这里还没有活动').innerText()).toContain('使用说明')
})

it('asks whoever is not logged in to do so on pages of our own too, and leads back; a refusal is gone by then [m12]', async () => {
  const { page: stranger } = await openVisitor(browser, server.url, { viewport: PHONE })
  await stranger.goto('/admin/exports')
  await stranger.locator('#field-email').fill('department@example.org')
  await stranger.locator('#field-password').fill('not the password')
  await stranger.locator('form button[type=submit]').click()
  await stranger.getByRole('alert').filter({ hasText: '不正确' }).waitFor()
  await stranger.locator('#field-password').fill(PASSWORD)
  await stranger.locator('form button[type=submit]').click()
  await stranger.getByRole('heading', { name: '导出记录' }).waitFor()
})

it('keeps each form of the admin within a phone [m7]', async () => {
  const phone = await logIn('department', PHONE)
  const { docs } = await test.payload.find({ collection: 'registrations', limit: 1, depth: 0, overrideAccess: true })
  for (const path of [
    '',
    '/exports',
    '/help',
    '/message-templates',
    '/sign-up',
    '/posts',
    `/posts?unit=${units.community.id}`,
    `/collections/registrations/${docs[0]?.id}`,
    `/collections/activities/${past.id}`,
    `/collections/activities/${past.id}/sign-ups`,
    `/collections/targets/${target.id}`,
    '/collections/activities',
  ]) {
    await phone.goto(`/admin${path}`, { waitUntil: 'networkidle' })
    expect([path, await phone.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, PHONE.width])
  }
})

/** Texts and names of things with a word of Latin letters and none of ours; runs in the browser. */
async function englishOn(where: Page): Promise<string[]> {
  // What is put on the page is read a moment later.
  await where.evaluate(() => new Promise((done) => setTimeout(done, 100)))
  return where.evaluate(() => {
    const isEnglish = (text: string | null): boolean =>
      /[a-z]{3}/i.test(text ?? '') && !/\p{Script=Han}/u.test(text ?? '')
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest('script, style, noscript') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    )
    const found: string[] = []
    while (words.nextNode()) if (isEnglish(words.currentNode.nodeValue)) found.push(words.currentNode.nodeValue ?? '')
    for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'aria-roledescription']) {
      for (const element of document.querySelectorAll(`[${name}]`))
        if (isEnglish(element.getAttribute(name))) found.push(`${name}: ${element.getAttribute(name)}`)
    }
    return [...new Set(found)].filter((text) => !text.includes('@example.org') && !text.startsWith('http'))
  })
}
