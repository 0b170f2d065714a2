import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { DEMO_PASSWORD, DEMO_STAFF } from '../../src/seed/data/logins.ts'
import { seed } from '../../src/seed/index.ts'
import { complaintsOfAxe, WCAG } from '../support/axe.ts'
import { DESKTOP, launchBrowser, logInAtDesk, openVisitor, PHONE, type Visitor } from '../support/browser.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** A role has some seventy kinds of screens, and each is read in several ways. */
jest.setTimeout(1_200_000)

/**
 * Every screen of the desk, as each role finds it: from the dashboard by links alone, one page of each kind, with what
 * is folded on it opened. Nothing here knows which screens there are.
 */
let test: TestPayload
let server: TestServer
let browser: Browser

beforeAll(async () => {
  test = await startPayload()
  await seed(test.payload, { scale: 1, now: new Date() })
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await test.stop()
})

/** What is in Latin letters in Chinese too: files, devices, numbers of certificates, what staff or forms wrote. */
const ALLOWED =
  /XF-[\w-]*|https?:\/\/\S*|[\w.-]+@[\w.-]+|\b(?:CSV|Excel|XLSX|PDF|ZIP|JSON|GBK|UTF-8|SHA-256|APP|BL\d+|Esc|Authenticator|Linux|Windows|Android|iPhone|Mac|Chrome|Edge|Safari|Firefox)\b/gi
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b[0-9a-f]{24}\b/
const RAW = /[{[]\s*"|"\s*:\s*["\d[{tfn]|\[object |\bundefined\b|\bNaN\b|\bnull\b|Invalid Date/

/** Kinds of pages by the viewport in which axe has seen them. */
const examined = { [DESKTOP.width]: new Set<string>(), [PHONE.width]: new Set<string>() }

describe('no screen has English, an identifier, raw data, a barrier or a fault on it', () => {
  it.each([
    ['the department', DEMO_STAFF.department, DESKTOP],
    ['a town on a phone', DEMO_STAFF.town, PHONE],
    ['an organiser', DEMO_STAFF.organiser, DESKTOP],
  ])('as %s', async (_role, email, viewport) => {
    // The content security policy forbids injected scripts, and axe is one.
    const visitor = await openVisitor(browser, server.url, { viewport, bypassCSP: true, reducedMotion: 'reduce' })
    await logInAtDesk(visitor.page, email, DEMO_PASSWORD)
    const { kinds, found } = await crawl(visitor)
    await visitor.context.close()
    expect(found).toEqual({})
    // That a page is not there is told in the console, too.
    expect(visitor.trouble.filter((line) => !line.includes(NOWHERE))).toEqual([])
    // Each role has more lists and forms than these.
    expect(kinds).toBeGreaterThan(40)
  })
})

const NOWHERE = '/admin/nowhere'

/** Pages of a kind have the same path but for the records in it, and ask by the same parameters. */
function kindOf({ pathname, searchParams }: URL): string {
  const path = pathname.replace(/\/[0-9a-f-]{24,}(?=\/|$)/g, '/:id').replace(/\/$/, '')
  const names = [...searchParams.keys()].map((key) => key.replace(/\[.*/, ''))
  return `${path}?${[...new Set(names)].sort().join('&')}`
}

async function crawl({ page }: Visitor): Promise<{ kinds: number; found: Record<string, string[]> }> {
  const found: Record<string, string[]> = {}
  const width = page.viewportSize()?.width ?? 0
  const seen = new Set<string>(['/admin/logout?'])
  const next = ['/admin', NOWHERE].map((path) => new URL(path, server.url))
  for (let url = next.shift(); url; url = next.shift()) {
    const kind = kindOf(url)
    if (!url.pathname.startsWith('/admin') || seen.has(kind)) continue
    seen.add(kind)
    const answer = await page.goto(url.href, { waitUntil: 'networkidle' })
    const problems = [...(await untilSound(page, badTexts)), ...(await openFolded(page))]
    if (answer?.status() !== (url.pathname === NOWHERE ? 404 : 200)) problems.push(`status ${answer?.status()}`)
    for (const viewport of width === PHONE.width ? [DESKTOP, PHONE] : [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport)
      problems.push(...(await untilSound(page, tooWide)))
    }
    if (!examined[width]?.has(kind)) problems.push(...(await untilSound(page, (one) => complaintsOfAxe(one, WCAG))))
    examined[width]?.add(kind)
    if (problems.length > 0) found[url.pathname + url.search] = problems
    const links = await page.evaluate(() => Array.from(document.links, ({ href }) => href))
    for (const href of links) if (href.startsWith(server.url)) next.push(new URL(href))
  }
  return { kinds: seen.size, found }
}

/** Payload's words are Chinese and its controls have names once the page is awake: on a busy machine after a while. */
async function untilSound(page: Page, look: (page: Page) => Promise<string[]>): Promise<string[]> {
  let problems = await look(page)
  for (let tries = 0; problems.length > 0 && tries < 100; tries += 1) {
    await page.waitForTimeout(300)
    problems = await look(page)
  }
  return problems
}

/** Each of its tabs, and all that is folded on it. */
async function openFolded(page: Page): Promise<string[]> {
  const problems: string[] = []
  for (const tab of await page.locator('.tabs-field__tab-button').all()) {
    await tab.click()
    problems.push(...(await untilSound(page, badTexts)))
  }
  for (const toggle of await page.locator('.collapsible__toggle--collapsed:visible').all()) await toggle.click()
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
  return [...problems, ...(await untilSound(page, badTexts))]
}

/** The menu of a wide screen slides away only after a moment. */
async function tooWide(page: Page): Promise<string[]> {
  const width = page.viewportSize()?.width ?? 0
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  return wide > width ? [`${wide} px wide at ${width} px`] : []
}

async function badTexts(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement?.closest('script, style, noscript, template')
        ? NodeFilter.FILTER_REJECT
        : NodeFilter.FILTER_ACCEPT,
    )
    const read = [document.title]
    while (walker.nextNode()) read.push(walker.currentNode.nodeValue ?? '')
    for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'aria-roledescription', 'aria-description'])
      for (const element of document.querySelectorAll(`[${name}]`)) read.push(element.getAttribute(name) ?? '')
    for (const field of document.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio]), textarea'))
      read.push((field as HTMLInputElement).value)
    return read
  })
  return texts
    .map((text) => text.replace(ALLOWED, ''))
    .filter((text) => UUID.test(text) || RAW.test(text) || /[A-Za-z]{3}/.test(text))
}
