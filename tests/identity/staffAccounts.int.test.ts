import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Secret, TOTP } from 'otpauth'
import { executeAuthStrategies } from 'payload'
import { env } from '../../src/env.ts'
import { endOwnSession } from '../../src/operations/identity/endOwnSession.ts'
import { sendInvitations } from '../../src/operations/identity/invitations.ts'
import { makeFirstAccount, offerFirstAccount } from '../../src/operations/identity/firstAccount.ts'
import { makeLink, useLink } from '../../src/operations/identity/oneTimeLinks.ts'
import type { Staff } from '../../src/payload-types.ts'
import { makeStaff, makeUnitTree, PASSWORD, type UnitTree } from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { mailsTo } from '../support/outbox.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { storedRows } from '../support/storedRows.ts'

/** Colleagues come, protect their accounts, and go. */
let app: TestPayload
let tree: UnitTree
let chief: Staff
let department: string

const SOUND = 'seven windows of the hive'
beforeAll(async () => {
  app = await startPayload()
})
afterAll(() => app.stop())

const post = (path: string, body?: object, token?: string): Promise<Answer> =>
  ask({ method: 'POST', path, body, token })
const logIn = (email: string, password = PASSWORD, code?: string, headers = {}): Promise<Answer> =>
  ask({ method: 'POST', path: '/staff/login', body: { email, password, ...(code && { code }) }, headers })
const tokenIn = ({ body }: Answer): string => String((body as { token?: string }).token)
const codeOf = ({ body }: Answer): unknown =>
  (body as { code?: string }).code ?? (body as { errors?: { data?: { code?: string } }[] }).errors?.[0]?.data?.code
const stored = (id: string) =>
  app.payload.db.findOne<Staff & { totpSecret?: string; recoveryCodes?: string; inviteDueAt?: string | null }>({
    collection: 'staff',
    where: { id: { equals: id } },
  })
const patch = (id: string, body: object, token = department): Promise<Answer> =>
  ask({ method: 'PATCH', path: `/staff/${id}`, token, body })
/**
 * Lets other work through right before such a write of the account, as if another request were faster.
 *
 * @returns whether the write came; from then on no more is let through
 */
function beforeWriteOf(
  id: string,
  isMeant: (data: Record<string, unknown>) => boolean,
  work: () => Promise<unknown>,
): () => boolean {
  const { db } = app.payload
  const { updateOne } = db
  let wasMet = false
  db.updateOne = async function (update) {
    if (update.id === id && isMeant(update.data)) {
      db.updateOne = updateOne
      wasMet = true
      await work()
    }
    return updateOne.call(this, update)
  }
  return () => {
    db.updateOne = updateOne
    return wasMet
  }
}
const trailOf = async (id: string) =>
  (
    await app.payload.find({
      collection: 'audit',
      where: { subject: { equals: id } },
      sort: '-createdAt',
      pagination: false,
      overrideAccess: true,
    })
  ).docs

describe('the first account of an empty installation', () => {
  const tokenOffered = async (): Promise<string> =>
    String((await offerFirstAccount(await app.req(), new Date()))?.split('#')[1])
  const first = (token: string, email: string, over: object = {}): Promise<Answer> =>
    post('/first-account', { token, name: '范彩霞', email, password: SOUND, unit: '县委社会工作部', ...over })

  it('is made by the newest link alone, by one of those who come at once, and by nobody afterwards', async () => {
    const [old, token] = [await tokenOffered(), await tokenOffered()]
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(await storedRows(app.payload, 'one-time-links'))).not.toContain(token)
    expect(codeOf(await first(old, 'first@example.org'))).toBe('link-invalid')
    expect(codeOf(await post('/staff/first-register', { email: 'x@example.org', password: SOUND }))).toBe('forbidden')
    const late = new Date(Date.now() + 25 * 3_600_000)
    await expect(
      makeFirstAccount(await app.req(), { token, name: '甲', email: 'a@example.org', password: SOUND }, late),
    ).rejects.toMatchObject({ code: 'link-invalid' })
    // What is refused uses nothing up.
    expect((await first(token, 'first@example.org', { password: '12345678' })).status).toBe(400)
    expect((await first(token, 'first@example.org', { unit: undefined })).status).toBe(400)
    const answers = await Promise.all([1, 2, 3, 4].map((number) => first(token, `first-${number}@example.org`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410])
    expect(await offerFirstAccount(await app.req(), new Date())).toBeNull()
    const { email } = answers.find(({ status }) => status === 201)?.body as { email: string }
    const signedIn = await logIn(email, SOUND)
    department = tokenIn(signedIn)
    const { id } = (signedIn.body as { user: Staff }).user
    expect(await stored(id)).toMatchObject({ role: 'department', status: 'active', mustChangePassword: false })
    expect((await trailOf(id))[0]).toMatchObject({ action: 'created', actor: `staff:${id}` })
    const units = await app.payload.find({ collection: 'units', overrideAccess: true })
    expect(units.docs).toMatchObject([{ name: '县委社会工作部', kind: 'county' }])
  })

  it('is not offered again while there is staff, also for a link from before', async () => {
    expect(await storedRows(app.payload, 'one-time-links')).toHaveLength(1)
    expect(codeOf(await first('A'.repeat(43), 'late@example.org'))).toBe('link-invalid')
  })

  it('is made by no link that is being used, also where the clock of the second request is behind', async () => {
    const [now, earlier] = [new Date(), new Date(Date.now() - 5)]
    const token = await makeLink(await app.req(), 'a test', new Date(Date.now() + 60_000))
    const use = async (at: Date, work: () => Promise<unknown>) => useLink(await app.req(), token, at, work)
    await use(now, () => expect(use(earlier, () => Promise.resolve())).rejects.toMatchObject({ code: 'link-invalid' }))
  })
})

describe('somebody who is invited', () => {
  let invited: Staff
  const email = 'lin@example.org'
  const linkIn = async (address = email): Promise<string[]> =>
    (await mailsTo(address, /设置密码/)).map(({ text }) => /#([\w-]{43})/.exec(text ?? '')?.[1] ?? '')
  const send = async () => sendInvitations(await app.req(), new Date())
  const invite = async (address: string, name: string) => {
    const made = await post(
      '/staff?depth=0',
      { name, email: address, role: 'organiser', unit: tree.community.id },
      department,
    )
    expect(made.status).toBe(201)
    return (made.body as { doc: Staff }).doc
  }

  beforeAll(async () => {
    tree = await makeUnitTree(app.payload)
    chief = await makeStaff(app.payload, 'department', tree.county, { name: '何部长' })
    department = tokenIn(await logIn(chief.email))
  })

  it('is sent one mail with a link, of which a hash is stored; nobody logs in with an account that is not accepted', async () => {
    invited = await invite(email, '林小燕')
    expect(invited).toMatchObject({ status: 'invited', mustChangePassword: false })
    await Promise.all([send(), send()])
    await send()
    const [token = '', ...more] = await linkIn()
    expect(more).toEqual([])
    expect(JSON.stringify(await storedRows(app.payload, 'one-time-links'))).not.toContain(token)
    expect(await stored(invited.id)).toMatchObject({ inviteDueAt: null, invitedAt: expect.anything() })
    expect((await logIn(email, PASSWORD)).status).toBe(401)
    expect((await post('/invitations/details', { token })).body).toEqual({
      name: '林小燕',
      email,
      unit: tree.community.name,
    })
    // Without a status an account would be in use too.
    for (const status of ['active', null])
      expect([status, (await patch(invited.id, { status })).status]).toEqual([status, 400])
  })

  it('is sent another one on demand, also by “forgotten password”, and the one before is dead', async () => {
    const [old = ''] = await linkIn()
    expect((await post(`/staff/${invited.id}/invitation`, undefined, department)).status).toBe(202)
    await send()
    expect(codeOf(await post('/invitations/details', { token: old }))).toBe('link-invalid')
    expect(await linkIn()).toHaveLength(2)
  })

  it('sets the password once, by zxcvbn’s measure, and is at work', async () => {
    const links = await linkIn()
    const open = await Promise.all(links.map((token) => post('/invitations/details', { token })))
    const token = links[open.findIndex(({ status }) => status === 200)] ?? ''
    const accept = (password: string) => post('/invitations/acceptance', { token, password })
    for (const weak of ['12345678', 'boluo2026', '林小燕林小燕林小燕', 'lin@example.org']) {
      const { status, body } = await accept(weak)
      expect([weak, status, (body as { detail: string }).detail]).toEqual([
        weak,
        400,
        expect.stringMatching(/[\u4e00-\u9fff]/),
      ])
    }
    const answers = await Promise.all([accept(SOUND), accept(`${SOUND} again`)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    const password = answers[0]?.status === 200 ? SOUND : `${SOUND} again`
    expect((await stored(invited.id))?.status).toBe('active')
    const own = tokenIn(await logIn(email, password))
    expect((await ask({ path: '/people', token: own })).status).toBe(200)
    expect((await trailOf(invited.id))[0]).toMatchObject({ actor: `staff:${invited.id}`, actorName: '林小燕' })
    expect(codeOf(await post(`/staff/${invited.id}/invitation`, undefined, department))).toBe('not-invited')
  })

  it('is set in nobody else’s name, whoever is logged in in that browser', async () => {
    const { id } = await invite('guest@example.org', '何文')
    await send()
    const [token] = await linkIn('guest@example.org')
    expect((await post('/invitations/acceptance', { token, password: SOUND }, department)).status).toBe(200)
    expect(await stored(id)).toMatchObject({ status: 'active', mustChangePassword: false })
    const actors = (await trailOf(id)).filter(({ reason }) => reason).map(({ actor }) => actor)
    expect(actors).not.toContain(`staff:${chief.id}`)
    expect(actors).toContain(`staff:${id}`)
  })

  it('and withdrawn gets nowhere; an invited account is not the department’s last', async () => {
    const made = await post(
      '/staff?depth=0',
      { name: '黄志强', email: 'huang@example.org', role: 'department', unit: tree.county.id },
      department,
    )
    const { id } = (made.body as { doc: Staff }).doc
    await send()
    const [token] = await linkIn('huang@example.org')
    const { docs } = await app.payload.find({
      collection: 'staff',
      where: { and: [{ role: { equals: 'department' } }, { id: { not_in: [chief.id, id] } }] },
      overrideAccess: true,
    })
    for (const other of docs) expect((await patch(other.id, { status: 'disabled' })).status).toBe(200)
    expect(codeOf(await patch(chief.id, { status: 'disabled' }))).toBe('last-department')
    expect((await patch(id, { status: 'disabled' })).status).toBe(200)
    expect(codeOf(await post('/invitations/acceptance', { token, password: SOUND }))).toBe('link-invalid')
  })

  it('at a wrong address gets the link at the right one, and the one that was mailed is dead at once', async () => {
    const { id } = await invite('chen-wrong@example.org', '陈明')
    await send()
    const [old] = await linkIn('chen-wrong@example.org')
    expect((await patch(id, { email: 'Chen-Right@example.org' })).status).toBe(200)
    const dead = async () =>
      [
        await post('/invitations/details', { token: old }),
        await post('/invitations/acceptance', { token: old, password: SOUND }),
      ].map(codeOf)
    expect(await dead()).toEqual(['link-invalid', 'link-invalid'])
    await send()
    expect(await dead()).toEqual(['link-invalid', 'link-invalid'])
    const [token] = await linkIn('chen-right@example.org')
    expect((await post('/invitations/acceptance', { token, password: SOUND })).body).toEqual({
      email: 'chen-right@example.org',
    })
    expect(await linkIn('chen-wrong@example.org')).toHaveLength(1)
  })

  it.each([
    ['withdrawn', { status: 'disabled' }],
    ['moved to another address', { email: 'elsewhere@example.org' }],
  ])('and %s in the moment of accepting gets nowhere', async (how, change) => {
    const address = `${how.replaceAll(' ', '-')}@example.org`
    const { id } = await invite(address, '杨帆')
    await send()
    const [token] = await linkIn(address)
    const wasMet = beforeWriteOf(
      id,
      ({ hash }) => hash !== undefined,
      async () => expect((await patch(id, change)).status).toBe(200),
    )
    expect(codeOf(await post('/invitations/acceptance', { token, password: SOUND }))).toBe('link-invalid')
    expect(wasMet()).toBe(true)
    const { status, email: now = '' } = (await stored(id)) ?? {}
    expect({ status, email: now }).toEqual({ status: 'invited', email: address, ...change })
    expect((await logIn(now, SOUND)).status).toBe(401)
  })
})

describe('one’s own password and address', () => {
  it('are changed by whoever knows the password until now, which is guessed at as seldom as at the log-in', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    const own = tokenIn(await logIn(staff.email))
    const email = `moved-${staff.email}`
    expect((await patch(staff.id, { email, name: '杨一' }, own)).text).toContain('请填写现在的密码')
    expect((await patch(staff.id, { email, currentPassword: 'not this one' }, own)).status).toBe(400)
    expect((await stored(staff.id))?.email).toBe(staff.email)
    // The same address, however it is written, and what else there is.
    expect((await patch(staff.id, { email: staff.email.toUpperCase(), name: '杨一' }, own)).status).toBe(200)
    expect((await patch(staff.id, { email, currentPassword: PASSWORD }, own)).status).toBe(200)
    expect(await stored(staff.id)).toMatchObject({ email, name: '杨一' })
    expect((await patch(staff.id, { email: staff.email })).status).toBe(200)
    env.RATE_LIMITS = 'on'
    try {
      const guesses: unknown[] = []
      for (let attempt = 0; attempt < 9; attempt += 1)
        guesses.push(codeOf(await patch(staff.id, { email, currentPassword: 'not this one' }, own)))
      expect(guesses).toEqual([...Array<string>(8).fill('invalid-input'), 'rate-limited'])
      expect(codeOf(await patch(staff.id, { password: SOUND, currentPassword: PASSWORD }, own))).toBe('rate-limited')
    } finally {
      env.RATE_LIMITS = 'off'
    }
  })

  it('with another address, the link for a new password that was mailed to the old one is dead', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    const { email } = staff
    const token = await app.payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true })
    expect((await patch(staff.id, { email: `moved-${email}` })).status).toBe(200)
    expect(codeOf(await post('/staff/reset-password', { token, password: SOUND }))).toBe('link-invalid')
    expect(await stored(staff.id)).toMatchObject({ resetPasswordToken: null, resetPasswordExpiration: null })
  })

  it.each([
    ['moved to another address', { email: 'corrected@example.org' }, 'link-invalid'],
    ['switched off', { status: 'disabled' }, 'forbidden'],
  ])('are not set by a mailed link of an account that is %s in that moment', async (_how, change, code) => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    const { email } = staff
    const token = await app.payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true })
    const wasMet = beforeWriteOf(
      staff.id,
      ({ updatedAt, hash }) => updatedAt === null || hash !== undefined,
      async () => expect((await patch(staff.id, change)).status).toBe(200),
    )
    expect(codeOf(await post('/staff/reset-password', { token, password: SOUND }))).toBe(code)
    expect(wasMet()).toBe(true)
    expect((await logIn(String((await stored(staff.id))?.email), SOUND)).status).toBe(401)
  })

  it('are set by a mailed link also in a browser whose session has to change its own first', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    expect((await patch(staff.id, { password: SOUND })).status).toBe(200)
    const own = tokenIn(await logIn(staff.email, SOUND))
    expect(await stored(staff.id)).toMatchObject({ mustChangePassword: true })
    const { email } = staff
    const token = await app.payload.forgotPassword({ collection: 'staff', data: { email }, disableEmail: true })
    expect((await post('/staff/reset-password', { token, password: `${SOUND} again` }, own)).status).toBe(200)
    expect(await stored(staff.id)).toMatchObject({ mustChangePassword: false })
  })

  it('stay as they were changed while a log-in was under way', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    const wasMet = beforeWriteOf(
      staff.id,
      ({ updatedAt }) => updatedAt === null,
      async () => expect((await patch(staff.id, { password: SOUND })).status).toBe(200),
    )
    await logIn(staff.email)
    expect(wasMet()).toBe(true)
    expect((await logIn(staff.email)).status).toBe(401)
    expect((await logIn(staff.email, SOUND)).status).toBe(200)
  })
})

describe('a second factor', () => {
  let staff: Staff
  let own: string
  let secret: string
  let recoveryCodes: string[]
  /** Each step's code is taken once: the next one counts already. */
  const codeAt = (steps: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

  it('is turned on by the own password and the first code, and shows ten recovery codes once', async () => {
    staff = await makeStaff(app.payload, 'organiser', tree.community, { name: '李四' })
    own = tokenIn(await logIn(staff.email))
    const path = `/staff/${staff.id}/second-factor`
    expect((await post(path, { password: 'not this one' }, own)).status).toBe(400)
    const begun = (await post(path, { password: PASSWORD }, own)).body as { secret: string; picture: string }
    secret = begun.secret
    expect(begun.picture).toMatch(/^data:image\/png;base64,/)
    expect(JSON.stringify(await storedRows(app.payload, 'staff'))).not.toContain(secret)
    // Not before the first code.
    expect((await logIn(staff.email)).status).toBe(200)
    const wrong = codeAt(0) === '000000' ? '000001' : '000000'
    expect(codeOf(await post(`${path}/confirmation`, { code: wrong }, own))).toBe('second-factor-wrong')
    const confirmed = await post(`${path}/confirmation`, { code: codeAt(-1) }, own)
    recoveryCodes = (confirmed.body as { recoveryCodes: string[] }).recoveryCodes
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(JSON.stringify(await storedRows(app.payload, 'staff'))).not.toContain(recoveryCodes[0]?.replace('-', ''))
    expect(codeOf(await post(path, { password: PASSWORD }, own))).toBe('second-factor-on')
  })

  it('is asked for after the right password, and a code is taken once, by whichever comes first', async () => {
    expect(codeOf(await logIn(staff.email))).toBe('second-factor-required')
    expect((await logIn(staff.email, 'wrong password')).text).not.toContain('second-factor')
    const code = codeAt(0)
    const answers = await Promise.all([1, 2, 3].map(() => logIn(staff.email, PASSWORD, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    expect(codeOf(await logIn(staff.email, PASSWORD, code))).toBe('second-factor-wrong')
    const open = (await stored(staff.id))?.sessions ?? []
    // The two from before, and one by the code: what was refused left none behind.
    expect(open).toHaveLength(3)
  })

  it('stands also before a password that is set by the link in a mail, which without it changes nothing', async () => {
    const token = await app.payload.forgotPassword({
      collection: 'staff',
      data: { email: staff.email },
      disableEmail: true,
    })
    const reset = (code?: string) => post('/staff/reset-password', { token, password: SOUND, ...(code && { code }) })
    expect(codeOf(await reset())).toBe('second-factor-required')
    expect(codeOf(await reset('000000'))).toBe('second-factor-wrong')
    expect(codeOf(await logIn(staff.email))).toBe('second-factor-required')
    const done = await reset(recoveryCodes[0])
    expect([done.status, (done.body as { token?: string }).token]).toEqual([200, expect.any(String)])
    own = tokenIn(done)
    expect((await ask({ path: '/people', token: own })).status).toBe(200)
    expect(codeOf(await logIn(staff.email, SOUND))).toBe('second-factor-required')
  })

  it('is replaced by a recovery code, each once, however it is typed', async () => {
    const [, code = ''] = recoveryCodes
    const answers = await Promise.all([1, 2].map(() => logIn(staff.email, SOUND, ` ${code.toUpperCase()} `)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    expect((await ask({ path: `/staff/${staff.id}/security`, token: own })).body).toMatchObject({
      recoveryCodesLeft: 8,
      secondFactorSince: expect.any(String),
    })
    const renewed = await post(`/staff/${staff.id}/second-factor/recovery-codes`, { password: SOUND }, own)
    const fresh = (renewed.body as { recoveryCodes: string[] }).recoveryCodes
    expect(codeOf(await logIn(staff.email, SOUND, recoveryCodes[2]))).toBe('second-factor-wrong')
    expect((await logIn(staff.email, SOUND, fresh[0])).status).toBe(200)
  })

  it('is turned off by the department, which is noted and told', async () => {
    const path = `/staff/${staff.id}/second-factor/removal`
    const colleague = tokenIn(await logIn((await makeStaff(app.payload, 'town', tree.town)).email))
    expect(codeOf(await post(path, { password: PASSWORD }, colleague))).toBe('forbidden')
    expect((await post(path, { password: 'not this one' }, department)).status).toBe(400)
    expect((await post(path, { password: PASSWORD }, department)).status).toBe(200)
    expect((await logIn(staff.email, SOUND)).status).toBe(200)
    expect(await stored(staff.id)).toMatchObject({ totpSecret: null, recoveryCodes: null })
    expect((await trailOf(staff.id))[0]).toMatchObject({ actor: `staff:${chief.id}`, reason: '关闭两步验证' })
    expect(await mailsTo(staff.email, /两步验证已关闭/)).toHaveLength(1)
  })

  it('is turned off by oneself too, and that is told by mail', async () => {
    const path = `/staff/${staff.id}/second-factor`
    own = tokenIn(await logIn(staff.email, SOUND))
    secret = ((await post(path, { password: SOUND }, own)).body as { secret: string }).secret
    expect((await post(`${path}/confirmation`, { code: codeAt(0) }, own)).status).toBe(200)
    expect((await post(`${path}/removal`, { password: SOUND }, own)).status).toBe(200)
    const mails = await mailsTo(staff.email, /两步验证已关闭/)
    expect(mails.filter(({ text }) => text?.includes('如果不是您本人操作'))).toHaveLength(1)
  })

  it('is guessed at ten times in a quarter of an hour at the most', async () => {
    const guessed = await makeStaff(app.payload, 'organiser', tree.community)
    const token = tokenIn(await logIn(guessed.email))
    const path = `/staff/${guessed.id}/second-factor`
    secret = ((await post(path, { password: PASSWORD }, token)).body as { secret: string }).secret
    const wrong = [codeAt(-1), codeAt(0), codeAt(1)].includes('111111') ? '222222' : '111111'
    const codes: unknown[] = []
    env.RATE_LIMITS = 'on'
    for (let attempt = 0; attempt < 11; attempt += 1)
      codes.push(codeOf(await post(`${path}/confirmation`, { code: wrong }, token)))
    env.RATE_LIMITS = 'off'
    expect(codes).toEqual([...Array<string>(10).fill('second-factor-wrong'), 'rate-limited'])
  })
})

describe('sessions', () => {
  const agent = (name: string, address: string) => ({ 'user-agent': name, 'x-client-address': address })
  const isIn = async (token: string): Promise<boolean> => (await ask({ path: '/people', token })).status === 200

  it('are listed with device and network, and ended one by one or all the others, by oneself or the department', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    const phone = agent('Mozilla/5.0 (iPhone) AppleWebKit MicroMessenger/8.0', '203.0.113.77')
    const tokens = [
      tokenIn(await logIn(staff.email, PASSWORD, undefined, phone)),
      tokenIn(await logIn(staff.email)),
      tokenIn(await logIn(staff.email)),
    ] as const
    const security = async (token: string) =>
      (await ask({ path: `/staff/${staff.id}/security`, token })).body as {
        sessions: { id: string; device: string; network: string; isThis: boolean }[]
      }
    const { sessions } = await security(tokens[1])
    expect(sessions.map(({ isThis }) => isThis)).toEqual([true, false, false])
    const ofPhone = sessions.find(({ device }) => device === 'iPhone，微信')
    expect(ofPhone).toMatchObject({ network: '203.0.113.*', isThis: false })
    const end = (session: string | null, token: string) => post(`/staff/${staff.id}/sessions/end`, { session }, token)
    const stranger = tokenIn(await logIn((await makeStaff(app.payload, 'town', tree.town)).email))
    expect(codeOf(await end(null, stranger))).toBe('forbidden')
    expect(codeOf(await ask({ path: `/staff/${staff.id}/security`, token: stranger }))).toBe('forbidden')
    expect((await end(ofPhone?.id ?? '', tokens[1])).body).toEqual({ ended: 1 })
    expect(await Promise.all(tokens.map(isIn))).toEqual([false, true, true])
    expect((await end(null, tokens[1])).body).toEqual({ ended: 1 })
    expect(await Promise.all(tokens.map(isIn))).toEqual([false, true, false])
    expect((await end(null, department)).body).toEqual({ ended: 1 })
    expect(await isIn(tokens[1])).toBe(false)
    expect((await trailOf(staff.id))[0]).toMatchObject({ actor: `staff:${chief.id}` })
  })

  it('end by the log-out of the public site too, also before a password that somebody else set is changed', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community)
    expect((await patch(staff.id, { password: SOUND })).status).toBe(200)
    const headers = new Headers({ authorization: `JWT ${tokenIn(await logIn(staff.email, SOUND))}` })
    const found = () => executeAuthStrategies({ headers, payload: app.payload, canSetHeaders: false })
    const { user } = await found()
    expect(user).toMatchObject({ id: staff.id, mustChangePassword: true })
    await endOwnSession(await app.req(user as Staff))
    expect((await found()).user).toBeNull()
  })
})

describe('somebody who leaves', () => {
  it('is refused at the very next request, keeps the name on every record, and is deleted in no way once anything was recorded', async () => {
    const staff = await makeStaff(app.payload, 'organiser', tree.community, { name: '陈离职' })
    const token = tokenIn(await logIn(staff.email))
    const made = await post(
      '/stations',
      { name: '驿站', level: 'point', unit: tree.community.id, address: '一路 1 号', openingHours: '08:00–20:00' },
      token,
    )
    expect(made.status).toBe(201)
    expect((await patch(staff.id, { status: 'disabled' })).status).toBe(200)
    expect((await ask({ path: '/people', token })).status).toBe(403)
    const removed = await ask({ method: 'DELETE', path: `/staff/${staff.id}`, token: department })
    expect([removed.status, codeOf(removed), removed.text]).toEqual([409, 'in-use', expect.stringContaining('停用')])
    const lines = await app.payload.find({
      collection: 'audit',
      where: { actor: { equals: `staff:${staff.id}` } },
      overrideAccess: true,
    })
    expect(lines.docs.map(({ actorName }) => actorName)).toContain('陈离职')
  })
})
