import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import jsQR from 'jsqr'
import sharp from 'sharp'
import { shiftClock } from './clock.js'
import { PASSWORD } from './fixtures.ts'
import type { TestSmtp } from './smtp.ts'

/** Where Debian and others put Chromium; CHROMIUM_PATH names another one. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A cheap phone and an office screen. */
export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 800 }

/** The machine's own Chromium; none is downloaded. */
export async function launchBrowser(flags: string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place))
  if (!executablePath) throw new Error('No Chromium found: install the package chromium, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...flags] })
}

export interface Visitor {
  context: BrowserContext
  page: Page
  /** What nobody should see on the way: errors in the console, faults of scripts, requests to other addresses. */
  trouble: string[]
}

/** Someone with a browser of their own: no cookies yet, in the county's language and time. */
export async function openVisitor(
  browser: Browser,
  baseURL: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL,
    viewport: PHONE,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...options,
  })
  // As long as a test has (patience.ts): its machine is shared.
  context.setDefaultTimeout(120_000)
  if (process.env.TEST_CLOCK_SHIFT_MS) await context.addInitScript(shiftClock, Number(process.env.TEST_CLOCK_SHIFT_MS))
  const trouble: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== baseURL)
      trouble.push(`Request to ${request.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`${message.page()?.url() ?? ''}: ${message.text()}`)
  })
  context.on('weberror', (error) => void trouble.push(`${error.page()?.url() ?? ''}: ${error.error().message}`))
  return { context, page: await context.newPage(), trouble }
}

/** A picture for whoever wants to look, named with its width: SCREENSHOTS names a folder. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder === undefined) return
  await page.screenshot({ path: `${folder}/${name}-${page.viewportSize()?.width}.png`, fullPage: true })
}

/**
 * A collection's list at the desk, awake: Payload writes its address anew and empties the selection once more as it
 * wakes up, so that a box ticked before is not ticked any more.
 */
export async function openList(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.waitForURL(/[?&]limit=/)
  await page.locator('tbody .checkbox-input input:enabled').first().waitFor()
  // Whatever React has still to do comes before the browser's first idle moment.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
}

/** At the desk of somebody of the staff whom the fixtures made, unless another password is given. */
export async function logInAtDesk(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/admin/login')
  await page.locator('#field-email').fill(email)
  await page.locator('#field-password').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.getByRole('heading', { name: '工作台' }).waitFor()
}

/** Fills what publishing needs and nothing more; the activity starts in three hours. @returns its id */
export async function publishActivity(page: Page, { title, unit }: { title: string; unit: string }): Promise<string> {
  await page.goto('/admin/collections/activities/create')
  // The line first, as the theme appears with it; Payload asks its server for that a moment after a field was left.
  await choose(page, 'line', '先“蜂”暖心')
  await choose(page, 'theme', '暖新')
  await page.locator('#field-title').fill(title)
  await choose(page, 'unit', unit)
  const hoursAhead = (hours: number): string =>
    new Date(Date.now() + (hours + 8) * 3_600_000).toISOString().slice(0, 16)
  await page.locator('#field-startsAt input').fill(hoursAhead(3))
  await page.locator('#field-endsAt input').fill(hoursAhead(5))
  await page.locator('#field-place').fill(`${unit}党群服务中心`)
  await page.getByText('内容齐全，可以发布。').waitFor()
  await page.getByRole('button', { name: '保存并发布' }).click()
  await page.getByText('公开网站上可以看到并报名。').waitFor()
  const id = /activities\/([\w-]{24,})/.exec(page.url())?.[1]
  if (id === undefined) throw new Error(`No activity at ${page.url()}`)
  return id
}

async function choose(page: Page, field: string, option: string): Promise<void> {
  const input = page.locator(`#field-${field} input`).first()
  await input.fill(option)
  await page.locator('.rs__option').filter({ hasText: option }).first().click()
}

/** The six digits in the newest code sent to the address. */
export async function codeFor(smtp: TestSmtp, email: string): Promise<string> {
  const code = /\d{6}/.exec((await smtp.waitFor(email, '验证码')).text ?? '')?.[0]
  if (code === undefined) throw new Error(`No code in the message to ${email}`)
  return code
}

/** What a scanner would read from the page's QR code: decoded from the pixels on the screen. */
export const scanTicket = (page: Page): Promise<string> => scanCode(page, '签到二维码')

export async function scanCode(page: Page, name: string): Promise<string> {
  const picture = sharp(await page.getByRole('img', { name, exact: true }).screenshot()).ensureAlpha()
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  const found = jsQR(new Uint8ClampedArray(data), info.width, info.height)
  if (!found) throw new Error('No QR code can be read from the screen')
  return found.data
}

/**
 * Chromium notes every answer of 400; asking for the name of a new person is one, by the contract, and a typing error
 * another.
 */
export function isRefusedInput(line: string): boolean {
  return line.endsWith('status of 400 (Bad Request)')
}
