import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { build } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { CommandFailed, main, node, run, step } from './lib/run.mjs'
import { demoSecrets } from './lib/secrets.mjs'

/** `npm run screenshots`: the main screens of a fresh demo county, as they are today, into docs/screenshots. */
const FOLDER = 'docs/screenshots'
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }
const DESKTOP = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 }
/** Those of the demo (src/seed/data/logins.ts). */
const ORGANISER = { email: 'shequ@demo.invalid', password: 'luofu-demo-2026' }
const DEPARTMENT = { ...ORGANISER, email: 'zuzhibu@demo.invalid' }
const RIDER = 'rider@demo.invalid'
const MEMBER = 'member@demo.invalid'

await main(async () => {
  await build()
  const executablePath = await ensureChromium()
  const data = mkdtempSync(join(tmpdir(), 'xianfeng-screenshots-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  process.env.DATA_DIR = data
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URI: `file:${join(data, 'demo.db')}`,
    SMTP_URL: '',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...demoSecrets({ create: true }),
  }
  await step('demo county', () => run(node('dist/seed.js'), { env }))
  const server = spawn(process.execPath, ['-C', 'production', 'dist/server.js'], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    await untilReady(`${url}/readyz`, server)
    mkdirSync(FOLDER, { recursive: true })
    await step('public site', () => publicSite(browser, url, join(data, 'outbox')))
    await step('certificates', () => certificate(browser, url, join(data, 'outbox')))
    await step('admin', () => admin(browser, url))
  } finally {
    await browser.close()
    server.kill('SIGTERM')
    rmSync(data, { recursive: true, force: true })
  }
})

async function publicSite(browser, url, outbox) {
  const desktop = await open(browser, url, DESKTOP)
  await desktop.goto('/', { waitUntil: 'networkidle' })
  await save(desktop, 'home-1280')

  const phone = await open(browser, url, PHONE)
  await phone.goto('/', { waitUntil: 'networkidle' })
  await save(phone, 'home-390')
  await phone.goto('/activities?open=true&sort=startsAt', { waitUntil: 'networkidle' })
  await save(phone, 'activities-390')
  // One with seats and no question of its own, so that the way to the ticket is the short one.
  const { docs } = await (
    await fetch(`${url}/api/public/activities?open=true&line=riders&sort=startsAt&limit=50`)
  ).json()
  const details = await Promise.all(
    docs.map(async ({ id }) => (await fetch(`${url}/api/public/activities/${id}`)).json()),
  )
  const activity = details.find(({ joinable, questions }) => joinable === 'open' && questions.length === 0)
  if (!activity) throw new CommandFailed('The demo county has no activity to join')
  await phone.goto(`/activities/${activity.id}`, { waitUntil: 'networkidle' })
  await save(phone, 'activity-390')

  await phone.getByLabel('手机号或邮箱').fill(RIDER)
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByLabel('6 位验证码').fill(await codeIn(outbox))
  await phone.getByRole('button', { name: '确认' }).click()
  await phone.getByRole('link', { name: '出示签到票码' }).click()
  await phone.getByRole('img', { name: '签到二维码' }).waitFor()
  await save(phone, 'ticket-390')
}

/** The desk as an organiser and the department see it, on the screen of an office and on a phone. */
async function admin(browser, url) {
  const organiser = await atTheDesk(browser, url, ORGANISER)
  // The own activity with the most people that has ended: some are marked present already.
  const busiest = await firstOf(
    organiser,
    'activities',
    'where[and][0][unit.name][equals]=龙溪社区&where[and][1][present][greater_than]=0&sort=-taken',
  )
  const regular = await firstOf(organiser, 'people', 'where[unit.name][equals]=龙溪社区&sort=createdAt')
  await saveBoth(organiser, 'admin-dashboard', '/admin')
  await saveBoth(organiser, 'admin-activities', '/admin/collections/activities')
  await saveBoth(organiser, 'admin-new-activity', '/admin/collections/activities/create')
  await saveBoth(organiser, 'admin-calendar', '/admin/calendar')
  await saveBoth(organiser, 'admin-sign-ups', `/admin/collections/activities/${busiest}/sign-ups`)
  await saveBoth(organiser, 'admin-counter', '/admin/sign-up')
  await saveBoth(organiser, 'admin-person', `/admin/collections/people/${regular}`)
  await saveBoth(organiser, 'admin-imports', '/admin/imports')
  const department = await atTheDesk(browser, url, DEPARTMENT)
  await saveBoth(department, 'admin-statistics', '/admin/statistics')
  await saveBoth(department, 'admin-exports', '/admin/exports')
  await saveBoth(department, 'admin-audit', '/admin/collections/audit')

  // The same organiser at the door, on a phone.
  await organiser.setViewportSize(PHONE.viewport)
  await organiser.goto(`/staff/check-in/${busiest}`, { waitUntil: 'networkidle' })
  await save(organiser, 'door-390')
}

async function atTheDesk(browser, url, { email, password }) {
  const page = await open(browser, url, DESKTOP)
  await page.goto('/admin/login')
  await page.locator('#field-email').fill(email)
  await page.locator('#field-password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.getByRole('heading', { name: '工作台' }).waitFor()
  return page
}

async function firstOf(page, collection, filter) {
  const id = await page.evaluate(
    async (query) => (await (await fetch(`/api/${query}`)).json()).docs[0]?.id,
    `${collection}?${filter}&limit=1&depth=0`,
  )
  if (!id) throw new CommandFailed(`The demo has none of the ${collection} that are shown`)
  return id
}

async function saveBoth(page, name, path) {
  for (const { viewport } of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport)
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.locator('h1').first().waitFor()
    // A quiet network is not all: forms wake up, and a list asks for the names of what it refers to.
    await page.waitForFunction(
      () =>
        !document.body.innerText.includes('加载中') &&
        !document.querySelector('form[data-form-ready]:not([data-form-ready=true])'),
    )
    await save(page, `${name}-${viewport.width}`)
  }
}

/** What whoever scans the code on a certificate sees. */
async function certificate(browser, url, outbox) {
  const page = await open(browser, url, PHONE)
  await page.goto('/login')
  await page.getByLabel('手机号或邮箱').fill(MEMBER)
  const before = newestMail(outbox)
  await page.keyboard.press('Enter')
  await page.getByLabel('6 位验证码').fill(await codeIn(outbox, before))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/me')
  await page.goto('/me/certificates', { waitUntil: 'networkidle' })
  await save(page, 'certificates-390')
  await page.locator('a[href^="/certificates/"]').first().click()
  await page.getByRole('heading', { name: '证明有效' }).waitFor()
  await save(page, 'verified-390')
}

async function open(browser, baseURL, options) {
  const context = await browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  })
  return context.newPage()
}

/** As a palette: a third of the bytes, and no eye tells. */
async function save(page, name) {
  // No row is marked by a pointer that rests where a button was.
  await page.mouse.move(0, 0)
  const png = await page.screenshot()
  await sharp(png)
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(join(FOLDER, `${name}.png`))
}

function newestMail(outbox) {
  return existsSync(outbox)
    ? readdirSync(outbox)
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .at(-1)
    : undefined
}

/** The code in the newest message of the outbox, once there is one after `before`. */
async function codeIn(outbox, before) {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(100)) {
    const newest = newestMail(outbox)
    const code =
      newest && newest !== before && /\d{6}/.exec((await simpleParser(readFileSync(join(outbox, newest)))).text)?.[0]
    if (code) return code
  }
  throw new CommandFailed('No code came to the outbox')
}

async function freePort() {
  const probe = createServer()
  await new Promise((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address()
  await new Promise((done) => probe.close(done))
  return port
}

async function untilReady(address, server) {
  for (const deadline = Date.now() + 60_000; server.exitCode === null && Date.now() < deadline; await sleep(200)) {
    if ((await fetch(address).catch(() => null))?.ok) return
  }
  throw new CommandFailed('The server did not start; its own message is above')
}
