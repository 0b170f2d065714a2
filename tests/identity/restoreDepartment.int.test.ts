import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createLocalReq } from 'payload'
import { restoreDepartment } from '../../src/operations/identity/restoreDepartment.ts'
import type { Staff } from '../../src/payload-types.ts'
import { bundled } from '../support/bundled.ts'
import { makeStaff, makeUnitTree, PASSWORD, type UnitTree } from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'

/** The way back in for whoever runs the server, when nobody of the department can log in. */
let app: TestPayload
let units: UnitTree

beforeAll(async () => {
  app = await startPayload()
})
afterAll(() => app.stop())

const restore = async (email: string, over: { password?: string; unit?: string } = {}) =>
  restoreDepartment(await createLocalReq({ context: { isCounted: true } }, app.payload), {
    email,
    name: '范彩霞',
    password: null,
    ...over,
  })
const logIn = (email: string, password: string): Promise<Answer> =>
  ask({ method: 'POST', path: '/staff/login', body: { email, password } })
const stored = (email: string): Promise<Staff | null> =>
  app.payload.db.findOne<Staff>({ collection: 'staff', where: { email: { equals: email } } })
const trailOf = async (id: string) =>
  (await app.payload.find({ collection: 'audit', where: { subject: { equals: id } }, overrideAccess: true })).docs
const SOUND = 'seven windows of the hive'

describe('an account of the department', () => {
  it('is made where there is nothing yet, with the unit that is named, and a link that works once [D16]', async () => {
    await expect(restore('first@example.org')).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await stored('first@example.org')).toBeNull()
    const { created, link } = await restore('First@example.org ', { unit: '县委社会工作部' })
    expect([created, link]).toEqual([true, expect.stringMatching(/\/admin\/reset#[0-9a-f]{40}$/)])
    const account = await stored('first@example.org')
    expect(account).toMatchObject({ role: 'department', status: 'active', name: '范彩霞' })
    const set = (password: string) =>
      ask({ method: 'POST', path: '/staff/reset-password', body: { token: link?.split('#').at(-1), password } })
    expect((await set('12345678')).status).toBe(400)
    expect((await set(SOUND)).status).toBe(200)
    expect((await set('another long pass phrase')).status).toBe(410)
    expect((await logIn('first@example.org', SOUND)).status).toBe(200)
    expect(await trailOf(account?.id ?? '')).toContainEqual(
      expect.objectContaining({ action: 'created', actor: 'system', reason: expect.stringContaining('命令') }),
    )
  })

  it('is restored from one that was disabled or demoted: its sessions end, and what it recorded stays its own [D16]', async () => {
    units = await makeUnitTree(app.payload)
    const staff = await makeStaff(app.payload, 'organiser', units.community, { name: '李四' })
    const { token } = (await logIn(staff.email, PASSWORD)).body as { token: string }
    await app.payload.update({ collection: 'staff', id: staff.id, data: { status: 'disabled' }, overrideAccess: true })
    expect(await restore(staff.email, { password: SOUND })).toEqual({ created: false, link: null })
    expect(await stored(staff.email)).toMatchObject({
      id: staff.id,
      name: '李四',
      role: 'department',
      status: 'active',
    })
    const again = await logIn(staff.email, SOUND)
    expect(again.status).toBe(200)
    expect((await ask({ path: '/people', token })).status).toBe(403)
    // Who runs the server knows it too.
    expect(
      (await ask({ path: '/people', token: String((again.body as { token?: string }).token) })).body,
    ).toMatchObject({ errors: [{ data: { code: 'password-change-required' } }] })
    expect(await trailOf(staff.id)).toContainEqual(expect.objectContaining({ action: 'changed', actor: 'system' }))
  })

  it.each(['12345678', 'password', '范彩霞范彩霞范彩霞'])(
    'gets no weak password, and nothing is written: %s [S-M12]',
    async (password) => {
      await expect(restore('weak@example.org', { password })).rejects.toMatchObject({ status: 400 })
      expect(await stored('weak@example.org')).toBeNull()
    },
  )
})

describe('the command', () => {
  const command = async (given: string[], stdin = '') => {
    const running = promisify(execFile)(
      process.execPath,
      ['-C', 'production', await bundled('src/cli/staff.ts'), ...given],
      { env: { ...process.env, NODE_OPTIONS: '' } },
    )
    running.child.stdin?.end(stdin)
    return running
  }

  it('prints the link, or takes a password from a pipe, and none from its arguments [D16]', async () => {
    await expect(
      command(['--email', 'third@example.org', '--name', '王五', '--password', SOUND]),
    ).rejects.toMatchObject({ code: 1 })
    const { stdout } = await command(['--email', 'third@example.org', '--name', '王五'])
    expect(stdout).toMatch(/Made the department account third@example\.org\.[\s\S]*\/admin\/reset#[0-9a-f]{40}/)
    expect(await stored('third@example.org')).toMatchObject({ role: 'department', name: '王五' })
    await command(['--email', 'third@example.org', '--name', '王五', '--password-stdin'], `${SOUND}\n`)
    // Hashed and looked at in as many rounds as in production: the account is opened, and its password changed.
    const server = await startServer({ TEST_HASHES: '' })
    const asked = async (method: string, path: string, body: object, token = '') => {
      const answer = await fetch(`${server.url}/api/staff${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `JWT ${token}` }) },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as { token?: string; user?: { id: string } } }
    }
    try {
      const { status, body } = await asked('POST', '/login', { email: 'third@example.org', password: SOUND })
      expect(status).toBe(200)
      const change = (currentPassword: string) =>
        asked('PATCH', `/${body.user?.id}`, { password: 'another long pass phrase', currentPassword }, body.token)
      expect([(await change('not this one')).status, (await change(SOUND)).status]).toEqual([400, 200])
    } finally {
      await server.stop()
    }
  })
})
