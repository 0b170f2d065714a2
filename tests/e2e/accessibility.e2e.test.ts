import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import type { Activity, Person } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { complaintsOfAxe } from '../support/axe.ts'
import {
  codeFor,
  DESKTOP,
  isRefusedInput,
  launchBrowser,
  openVisitor,
  PHONE,
  type Visitor,
} from '../support/browser.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makePerson,
  makeRegistration,
  makeStaff,
  makeStation,
  makeTarget,
  makeUnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'
import { tokenOf } from '../support/tokens.ts'

/** Every page for people who read by ear, work by keyboard, see little or have thick fingers. */
const KEYBOARD_RIDER = { email: 'keyboard@example.org', name: '键盘骑手' }
/** WCAG 2.2 asks 24 px; gloves and a phone in a holder ask more. */
const TARGET_PX = 44

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser
let rider: Person
let open: Activity
let staffToken: string
/** Pages by what they show. */
let paths: Record<string, string>

beforeAll(async () => {
  test = await startPayload()
  const { payload } = test
  const { community } = await makeUnitTree(payload)
  const [first, second] = (await makePeople(payload, 2)) as [Person, Person]
  rider = await makePerson(payload, { name: '骑手', unit: community.id, kinds: ['rider', 'partyMember'] })
  await payload.create({
    collection: 'appointments',
    data: {
      post: 'commissioner',
      unit: community.id,
      person: rider.id,
      standing: 'current',
      from: '2026-01-01',
      holds: 'commissioner',
    },
    overrideAccess: true,
  })
  open = await makeActivity(payload, community, {
    title: '骑手歇脚茶话会',
    capacity: 20,
    description: '喝茶、聊天、充电。',
    contact: '值班电话 0752-0000000',
    questions: [
      { label: '想喝什么', kind: 'select', options: ['凉茶', '姜茶'], required: true },
      { label: '需要充电', kind: 'checkbox', required: false },
      { label: '还有什么要说', kind: 'textarea', required: false },
      {
        label: '可以帮忙',
        kind: 'multiselect',
        options: ['搬桌椅', '拍照'],
        max: 1,
        showWhen: '想喝什么',
        showWhenAnswer: '凉茶',
      },
      { label: '期待几分', kind: 'rating' },
      { label: '几点到', kind: 'time', earliest: '09:00' },
    ],
  })
  const waiting = await makeActivity(payload, community, { title: '可候补的活动', capacity: 1 })
  const full = await makeActivity(payload, community, { title: '已满的活动', capacity: 1, waitingList: false })
  const cancelled = await makeActivity(payload, community, {
    title: '取消的活动',
    status: 'cancelled',
    cancelReason: '台风预警',
  })
  const later = await makeActivity(payload, community, {
    title: '未开始报名的活动',
    registrationOpensAt: hoursFromNow(1),
  })
  await makeRegistration(payload, waiting, first)
  await makeRegistration(payload, waiting, rider)
  await makeRegistration(payload, full, second)
  const mine = await makeRegistration(payload, await makeActivity(payload, community, { title: '已报名的活动' }), rider)
  const target = await makeTarget(payload, { title: '活动人次', opening: 100, openingSource: '旧台账' })
  await makeStation(payload, community)
  const selfService = await makeActivity(payload, community, { title: '可自助签到的活动', selfCheckIn: true })
  await makeRegistration(payload, selfService, first)
  const past = await makeActivity(payload, community, {
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  await makeRegistration(payload, past, rider, { attendance: 'present' })
  const organiser = await makeStaff(payload, 'organiser', community)
  const [issued] = await issueCertificates(await test.req(organiser), { activity: past.id }, new Date())
  paths = {
    home: '/',
    list: '/activities?line=riders&open=true',
    'empty list': '/activities?q=没有这样的活动',
    'refused filter': '/activities?from=soon',
    'open activity': `/activities/${open.id}`,
    'activity with a waiting list': `/activities/${waiting.id}`,
    'full activity': `/activities/${full.id}`,
    'cancelled activity': `/activities/${cancelled.id}`,
    'activity not yet open': `/activities/${later.id}`,
    stations: '/stations',
    'target with what it counts': `/targets/${target.id}`,
    'target that is not there': '/targets/0',
    about: '/about',
    login: '/login',
    'unknown page': '/no-such-page',
    me: '/me',
    ticket: `/me/registrations/${mine.id}/ticket`,
    erase: '/me/erase',
    profile: '/me/profile',
    'report in': '/report-in',
    'my certificates': '/me/certificates',
    'verification, form': '/certificates',
    'verification, refused': '/certificates?number=',
    'verification, valid': `/certificates/${issued?.certificate?.number}`,
    'verification, invented': '/certificates/XF-000000-000000-000000',
    'self check-in': `/activities/${selfService.id}/self-check-in`,
    'check-in, choosing': '/staff/check-in',
    'check-in, one activity': `/staff/check-in/${selfService.id}`,
    'self check-in code': `/staff/check-in/${selfService.id}/code`,
  }
  staffToken = await logIn(organiser)
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

const PRIVATE = ['me', 'ticket', 'erase', 'profile', 'report in', 'my certificates', 'self check-in']

/** Calls `look` on each page, as a stranger or, on pages of one's own, as the rider; collects what it finds by page. */
async function lookAtAll(
  viewport: { width: number; height: number },
  look: (page: Page) => Promise<string[]>,
  isLargePrint = false,
): Promise<Record<string, string[]>> {
  const visitorWith = async (token: string | null): Promise<Visitor> => {
    // The content security policy forbids injected scripts, and axe is one.
    const visitor = await openVisitor(browser, server.url, { viewport, bypassCSP: true, reducedMotion: 'reduce' })
    const cookies = {
      ...(isLargePrint && { 'xf-display': 'large' }),
      ...(token !== null && { 'payload-token': token }),
    }
    await visitor.context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: server.url })))
    return visitor
  }
  const stranger = await visitorWith(null)
  const known = await visitorWith(await tokenOf(test.payload, rider))
  const staff = await visitorWith(staffToken)
  const found: Record<string, string[]> = {}
  for (const [name, path] of Object.entries(paths)) {
    const { page } = path.startsWith('/staff/') ? staff : PRIVATE.includes(name) ? known : stranger
    await page.goto(path)
    // The list at the door comes by script.
    if (name === 'check-in, one activity') await page.locator('.door-people li').first().waitFor()
    expect({ name, path: new URL(page.url()).pathname }).toEqual({ name, path: path.split('?')[0] })
    for (const details of await page.locator('details').all())
      await details.evaluate((element) => element.setAttribute('open', ''))
    const problems = await look(page)
    if (problems.length > 0) found[name] = problems
  }
  await stranger.context.close()
  await known.context.close()
  await staff.context.close()
  return found
}

describe.each([
  ['a phone', PHONE, false],
  ['a desktop', DESKTOP, false],
  ['a phone in large print', PHONE, true],
] as const)('on %s', (_name, viewport, isLargePrint) => {
  it('has nothing that axe would complain about', async () => {
    expect(await lookAtAll(viewport, (page) => complaintsOfAxe(page), isLargePrint)).toEqual({})
  })
})

describe.each([
  ['320 px', { width: 320, height: 640 }, false],
  ['320 px in large print', { width: 320, height: 640 }, true],
  ['1280 px in large print', DESKTOP, true],
] as const)('at %s', (_name, viewport, isLargePrint) => {
  it('never scrolls sideways', async () => {
    expect(await lookAtAll(viewport, overflows, isLargePrint)).toEqual({})
  })
})

it(`has buttons and inputs of at least ${TARGET_PX} px`, async () => {
  expect(await lookAtAll(PHONE, smallTargets)).toEqual({})
})

it('lets one sign up by keyboard alone', async () => {
  const { page, trouble } = await openVisitor(browser, server.url)
  await page.goto(`/activities/${open.id}`, { waitUntil: 'networkidle' })

  // The first stop leads past the menu.
  await page.keyboard.press('Tab')
  expect(await focusedText(page)).toBe('跳到正文')
  expect(
    await page
      .locator('.skip')
      .boundingBox()
      .then((box) => (box?.y ?? -1) >= 0),
  ).toBe(true)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')

  await tabTo(page, '想喝什么')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '需要充电')
  await page.keyboard.press('Space')
  await tabTo(page, '手机号或邮箱')
  await page.keyboard.type(KEYBOARD_RIDER.email)
  await tabTo(page, '下一步：验证并报名')
  await page.keyboard.press('Enter')

  // Each step takes the focus with it.
  await page.locator('input:focus[name=code]').waitFor()
  await page.keyboard.type(await codeFor(smtp, KEYBOARD_RIDER.email))
  await page.keyboard.press('Enter')
  await page.locator('input:focus[name=name]').waitFor()
  await page.keyboard.type(KEYBOARD_RIDER.name)
  await tabTo(page, '我同意')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByText('报名成功').waitFor()
  await tabTo(page, '出示签到票码')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '签到票码' }).waitFor()
  expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
})

/** Presses Tab until the element so named has the focus, each stop on the way visibly so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    const { text, isVisible } = await page.evaluate(readFocus)
    expect({ text, isVisible }).toEqual({ text, isVisible: true })
    if (text.includes(name)) return
  }
  throw new Error(`“${name}” cannot be reached by Tab`)
}

const focusedText = async (page: Page): Promise<string> => (await page.evaluate(readFocus)).text

/** The functions below run in the browser. */
function readFocus(): { text: string; isVisible: boolean } {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) return { text: '', isVisible: true }
  const labels = 'labels' in element ? [...((element.labels ?? []) as NodeListOf<HTMLLabelElement>)] : []
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  const text = labels.map((label) => label.textContent).join('') || element.textContent
  return {
    text,
    isVisible: element.id === 'content' || (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2),
  }
}

async function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    )
    return [
      `${scrollWidth} px of ${clientWidth}`,
      ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)),
    ]
  })
}

async function smallTargets(page: Page): Promise<string[]> {
  return page.locator('button, .button, input:not([type=hidden]), select, textarea, summary').evaluateAll(
    (elements, least) =>
      elements
        // What is ticked is pressed by its label.
        .map((element) =>
          element instanceof HTMLInputElement && ['checkbox', 'radio'].includes(element.type)
            ? (element.closest('label') ?? element)
            : element,
        )
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < least - 0.5)
        .map(
          (element) => `${element.getBoundingClientRect().height.toFixed(1)} px: ${element.outerHTML.slice(0, 120)}`,
        ),
    TARGET_PX,
  )
}
