import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import { parseCsv } from 'hucre/csv'
import { Secret, TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import {
  DESKTOP,
  isRefusedInput,
  launchBrowser,
  openVisitor,
  PHONE,
  shoot,
  publishActivity,
  scanCode,
} from '../support/browser.ts'
import { expectExact } from '../support/expectExact.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'

/**
 * From an empty database to the first record in a file: the accounts, the units, an activity, a caller, a number, an
 * export.
 */
const CHIEF = { email: 'chief@example.org', password: 'seven windows of the hive' }
const COUNTY = '县委社会工作部'
const COMMUNITY = '老街社区'
const UNITS = [
  ['单位名称', '类型', '上级单位', '负责人'],
  [COMMUNITY, '社区', '龙溪街道', '周书记'],
  ['龙溪街道', '街道', '', ''],
  ['路口小区', '小区', '没有的社区', ''],
]
const TITLE = '骑手歇脚茶话会'
const CALLER = '陈阿姨'
const NEWCOMER = { email: 'lin@example.org', password: 'eleven doors of the mill' }

let test: TestPayload
let smtp: TestSmtp
let server: TestServer
let browser: Browser

beforeAll(async () => {
  test = await startPayload()
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

const logIn = async (page: Page, { email, password }: typeof CHIEF): Promise<void> => {
  await page.goto('/admin/login')
  await page.getByLabel('电子邮件').fill(email)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}
const atWork = (page: Page): Promise<void> => page.getByRole('heading', { name: '工作台' }).waitFor()
const chosen = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByLabel('再输入一次密码').fill(password)
  await page.getByRole('button', { name: '设好密码并登录' }).click()
}

it('goes from the printed link to the exported record', async () => {
  const { page, trouble } = await openVisitor(browser, server.url, { viewport: DESKTOP })
  const link = /http\S+\/admin\/create-first-user#\S+/.exec(server.output())?.[0]
  if (link === undefined) throw new Error('No link was printed')
  // Without it there is a form, and no way in. (Payload's redirects to it leave a 404 of Next's in the console.)
  const { page: stranger } = await openVisitor(browser, server.url)
  await stranger.goto('/admin')
  await stranger.getByLabel('姓名').fill('路人')
  await stranger.getByLabel('邮箱（登录用）').fill('nobody@example.org')
  await chosen(stranger, CHIEF.password)
  await stranger.getByRole('alert').filter({ hasText: '链接不完整' }).waitFor()
  await page.goto(link)
  await page.getByLabel('县级单位名称').fill(COUNTY)
  await page.getByLabel('姓名').fill('何部长')
  await page.getByLabel('邮箱（登录用）').fill(CHIEF.email)
  await chosen(page, 'boluo2026')
  await page.getByRole('alert').filter({ hasText: '容易被猜到' }).waitFor()
  await chosen(page, CHIEF.password)
  await atWork(page)

  await page.getByRole('link', { name: '去开启' }).click()
  await page.getByRole('button', { name: '开启两步验证' }).click()
  await page.getByLabel('您的密码').fill(CHIEF.password)
  await page.getByRole('button', { name: '下一步' }).click()
  const secret = new URL(await scanCode(page, '身份验证器的二维码')).searchParams.get('secret') ?? ''
  const codeAt = (steps: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
  await page.getByLabel('6 位验证码').fill(codeAt(0))
  await page.getByRole('button', { name: '开启', exact: true }).click()
  const recovery = page.getByRole('group', { name: '恢复码' })
  await recovery.waitFor()
  expect(await recovery.getByRole('listitem').count()).toBe(10)
  const recoveryCode = await recovery.getByRole('listitem').first().innerText()
  await page.getByRole('button', { name: '我已收好' }).click()
  await page.getByText('还剩 10 个恢复码').waitFor()

  const { page: phone } = await openVisitor(browser, server.url, { viewport: PHONE })
  await logIn(phone, CHIEF)
  await phone.getByLabel('两步验证码').fill(recoveryCode)
  await phone.getByRole('button', { name: '登录' }).click()
  await atWork(phone)
  await page.reload()
  await page.getByText('还剩 9 个恢复码').waitFor()
  await page.getByRole('button', { name: /^退出：/ }).click()
  await page.getByRole('button', { name: /^退出：/ }).waitFor({ state: 'detached' })
  await phone.goto('/admin')
  await phone.getByRole('heading', { name: '登录管理后台' }).waitFor()

  // The county's units are pasted from a table.
  await page.goto('/admin/imports')
  await page.getByLabel('要导入的内容').selectOption('units')
  await page.getByLabel('粘贴单元格').check()
  await page.getByLabel(/复制后粘贴到这里/).fill(UNITS.map((row) => row.join('\t')).join('\n'))
  await shoot(page, 'units-start')
  await page.getByRole('button', { name: '上传并识别各列' }).click()
  await page.getByRole('button', { name: '检查各行' }).click()
  await page.getByText('上级：文件里和您的管理范围内都没有这个单位').waitFor()
  await shoot(page, 'units-checked')
  await page.getByRole('button', { name: '导入 2 行' }).click()
  await page.getByText('已导入 2 行。').waitFor()

  await page.goto('/admin/collections/staff/create')
  await page.getByLabel('姓名').fill('林小燕')
  await page.getByLabel('邮箱（登录用）').fill(NEWCOMER.email)
  await page.getByLabel('角色').selectOption('organiser')
  const unit = page.getByLabel('所属单位')
  await unit.selectOption(await unit.locator('option', { hasText: COMMUNITY }).getAttribute('value'))
  await page.getByRole('button', { name: '发送邀请' }).click()
  await page.getByText(`邮件随即发往 ${NEWCOMER.email}`).waitFor()
  await page.getByRole('link', { name: '打开这个账号' }).click()
  await page.getByRole('button', { name: '再发一次邀请' }).waitFor()
  const mail = await smtp.waitFor(NEWCOMER.email, '设置密码')
  const invitation = /http\S+\/admin\/invitation#\S+/.exec(mail.text ?? '')?.[0] ?? ''
  const { page: newcomer } = await openVisitor(browser, server.url, { viewport: PHONE })
  await newcomer.goto(invitation)
  await newcomer.getByText('林小燕，您好！').waitFor()
  await chosen(newcomer, NEWCOMER.password)
  await atWork(newcomer)
  await newcomer.goto('about:blank')
  await newcomer.goto(invitation)
  await newcomer.getByText('链接无效、已经用过或已过期').waitFor()

  // The newcomer publishes; the link is shared with a picture.
  await newcomer.setViewportSize(DESKTOP)
  const activity = await publishActivity(newcomer, { title: TITLE, unit: COMMUNITY })
  const { page: reader } = await openVisitor(browser, server.url, { viewport: PHONE })
  await reader.goto(`/activities/${activity}`)
  await reader.getByRole('heading', { name: TITLE }).waitFor()
  const card = await reader.locator('meta[property="og:image"]').getAttribute('content')
  const picture = await reader.request.get(card ?? '')
  expect([picture.status(), picture.headers()['content-type']]).toEqual([200, 'image/png'])

  // Somebody rings up, and comes.
  await newcomer.goto('/admin')
  await newcomer.getByRole('link', { name: '代为报名' }).click()
  await newcomer.getByRole('heading', { name: '报名哪一场？' }).waitFor()
  await newcomer.getByRole('link', { name: TITLE }).click()
  await newcomer.waitForURL('**/admin/sign-up?**', { waitUntil: 'networkidle' })
  await newcomer.getByLabel('姓名', { exact: true }).fill(CALLER)
  await newcomer.getByText('没有找到').waitFor()
  await newcomer.getByLabel('手机号', { exact: true }).fill('15400005678')
  await newcomer.getByLabel('已向本人口头说明并取得同意').check()
  await newcomer.getByRole('button', { name: '报名', exact: true }).click()
  await newcomer.getByText(`已报名：${CALLER}。`).waitFor()
  await newcomer.goto(`/admin/collections/activities/${activity}/sign-ups`)
  await newcomer.getByRole('checkbox', { name: '全选' }).check()
  await newcomer.getByRole('button', { name: '到场', exact: true }).and(newcomer.locator('.xf-button--primary')).click()
  await newcomer.locator('.xf-notice--done').waitFor()

  // The number opens down to the person, and leaves as a file.
  const month = new Date(Date.now() + 11 * 3_600_000).toISOString().slice(0, 7)
  await page.goto(`/admin/statistics?from=${month}&to=${month}`)
  const table = page.getByRole('region', { name: '按单位和月份的表格，可左右滚动' })
  await table.getByRole('link', { name: '1', exact: true }).first().click()
  await page.locator('.xf-list [data-count]').first().click()
  await page.locator('.xf-table__name').first().waitFor()
  expect(await page.locator('.xf-table__name').allInnerTexts()).toEqual([CALLER])
  await page.goto('/admin/exports')
  await page.getByLabel('格式').selectOption('csv')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出', exact: true }).click()
  const [heading = [], ...records] = parseCsv(await readFile(await (await download).path(), 'utf8'), { delimiter: ',' })
  expect(records.map((record) => [record[heading.indexOf('活动名称')], record[heading.indexOf('姓名')]])).toEqual([
    [TITLE, CALLER],
  ])
  await expectExact(test.payload)
  expect(trouble.filter((line) => !isRefusedInput(line))).toEqual([])
})
