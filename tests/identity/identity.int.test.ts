import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { executeAuthStrategies } from 'payload'
import { decryptField, keyedHash } from '../../src/privacy/cipher.ts'
import { followContactForm, loadMe } from '../../src/frontend/features/account/account.server.ts'
import type { Staff } from '../../src/payload-types.ts'
import {
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  newPhone,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { untilMailTo } from '../support/outbox.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { codeFor, tokenOf } from '../support/tokens.ts'

let test: TestPayload
let tree: UnitTree
let chief: Staff
let department: string

beforeAll(async () => {
  test = await startPayload()
  tree = await makeUnitTree(test.payload)
  chief = await makeStaff(test.payload, 'department', tree.county, { name: '范彩霞' })
  department = await tokenFor(chief)
})
afterAll(async () => {
  await test.stop()
})

const logIn = (email: string, password = PASSWORD): Promise<Answer> =>
  ask({ method: 'POST', path: '/staff/login', body: { email, password } })
const tokenFor = async ({ email }: { email: string }): Promise<string> =>
  String(((await logIn(email)).body as { token?: string }).token)
const patch = (collection: string, id: string, body: object, token = department): Promise<Answer> =>
  ask({ method: 'PATCH', path: `/${collection}/${id}`, token, body })
const code = ({ body }: Answer): unknown =>
  (body as { errors?: { data?: { code?: string } }[]; code?: string }).code ??
  (body as { errors?: { data?: { code?: string } }[] }).errors?.[0]?.data?.code
const stored = (id: string): Promise<Staff | null> =>
  test.payload.db.findOne<Staff>({ collection: 'staff', where: { id: { equals: id } } })

describe('accounts of staff', () => {
  const isAnswered = async (token: string): Promise<boolean> =>
    (await ask({ path: '/people', token })).status === 200 ||
    ((await ask({ path: '/staff/me', token })).body as { user: unknown }).user !== null

  it('end at once when they are disabled, with all sessions, and are refused at the log-in like a wrong password [F2]', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community)
    const token = await tokenFor(staff)
    expect(await isAnswered(token)).toBe(true)
    expect((await patch('staff', staff.id, { status: 'disabled' })).status).toBe(200)
    expect(await isAnswered(token)).toBe(false)
    const [refused, unknown] = [await logIn(staff.email), await logIn('nobody@example.org')]
    expect([refused.status, refused.text]).toEqual([unknown.status, unknown.text])
    await patch('staff', staff.id, { status: 'active' })
    expect(await isAnswered(token)).toBe(false)
    expect(await isAnswered(await tokenFor(staff))).toBe(true)
  })

  it('are read by our own strategy, and are what they are by Payload’s', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community)
    const token = await tokenFor(staff)
    const headers = new Headers({ authorization: `JWT ${token}` })
    const asked = { headers, payload: test.payload, canSetHeaders: false }
    const [own, theirs] = [
      await executeAuthStrategies(asked),
      await test.payload.authStrategies
        .find(({ name }) => name === 'local-jwt')
        ?.authenticate({ ...asked, strategyName: 'local-jwt' }),
    ]
    expect(own.user?._strategy).toBe('staff-token')
    expect(theirs?.user).toMatchObject({ ...own.user, _strategy: 'local-jwt' })
    expect(Object.keys(own.user ?? {}).filter((key) => /^(hash|salt|password|sessions|reset)/.test(key))).toEqual([])
    await ask({ method: 'POST', path: '/staff/logout', token })
    expect((await executeAuthStrategies(asked)).user).toBeNull()
  })

  it.each([
    ['deletes itself', (id: string) => ask({ method: 'DELETE', path: `/staff/${id}`, token: department })],
    ['disables itself', (id: string) => patch('staff', id, { status: 'disabled' })],
    ['demotes itself', (id: string) => patch('staff', id, { role: 'organiser' })],
    ['moves itself', (id: string) => patch('staff', id, { unit: tree.town.id })],
  ])('the last one of the department never %s [D16]', async (_, end) => {
    const answer = await end(chief.id)
    expect(answer.status).toBe(409)
    expect(['last-department', 'in-use']).toContain(code(answer))
    expect(await stored(chief.id)).toMatchObject({ role: 'department', status: 'active', unit: tree.county.id })
    expect((await logIn(chief.email)).status).toBe(200)
  })

  it('two of the department who end each other at the same moment leave one [D16]', async () => {
    const ends = [
      (id: string, token: string) => ask({ method: 'DELETE', path: `/staff/${id}`, token }),
      (id: string, token: string) => patch('staff', id, { role: 'organiser' }, token),
      (id: string, token: string) => patch('staff', id, { status: 'disabled' }, token),
    ]
    const other = await makeStaff(test.payload, 'department', tree.county)
    // The chief has been recorded in the trail by now, so that only the other can be deleted.
    for (const end of ends) {
      await test.payload.db
        .updateOne({ collection: 'staff', id: other.id, data: { role: 'department', status: 'active' } })
        .catch(() => null)
      const left = async (): Promise<number> =>
        (
          await test.payload.count({
            collection: 'staff',
            where: { and: [{ role: { equals: 'department' } }, { status: { equals: 'active' } }] },
            overrideAccess: true,
          })
        ).totalDocs
      const rival = await makeStaff(test.payload, 'department', tree.county)
      for (const { docs } of [
        await test.payload.find({
          collection: 'staff',
          where: {
            and: [
              { role: { equals: 'department' } },
              { status: { equals: 'active' } },
              { id: { not_in: [chief.id, rival.id] } },
            ],
          },
          pagination: false,
          overrideAccess: true,
        }),
      ]) {
        for (const { id } of docs)
          await test.payload.update({ collection: 'staff', id, data: { status: 'disabled' }, overrideAccess: true })
      }
      expect(await left()).toBe(2)
      const rivalToken = await tokenFor(rival)
      await Promise.all([end(chief.id, rivalToken), end(rival.id, department)])
      expect(await left()).toBe(1)
      // As it was, for the next.
      if ((await stored(chief.id))?.role !== 'department' || (await stored(chief.id))?.status !== 'active') {
        await test.payload.update({
          collection: 'staff',
          id: chief.id,
          data: { role: 'department', status: 'active' },
          overrideAccess: true,
        })
        department = await tokenFor(chief)
      }
    }
  })

  it('a log-in that was under way undoes no edit of the account', async () => {
    const staff = await makeStaff(test.payload, 'town', tree.town)
    const logging = Promise.all([logIn(staff.email), logIn(staff.email)])
    await sleep(20)
    await patch('staff', staff.id, { role: 'organiser', unit: tree.community.id })
    await logging
    expect(await stored(staff.id)).toMatchObject({ role: 'organiser', unit: tree.community.id })
  })

  it('changing the own password asks for the one until now, ends the other sessions, and is in the trail [S-M12] [F15]', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community)
    const [here, elsewhere] = [await tokenFor(staff), await tokenFor(staff)]
    const change = (body: object) => patch('staff', staff.id, body, here)
    expect((await change({ password: 'seven windows of the hive' })).status).toBe(400)
    expect((await change({ password: 'seven windows of the hive', currentPassword: 'not this one' })).status).toBe(400)
    expect((await logIn(staff.email)).status).toBe(200)
    for (const bad of ['abc', 'password', '12345678', '        ', staff.email])
      expect([bad, (await change({ password: bad, currentPassword: PASSWORD })).status]).toEqual([bad, 400])
    expect((await change({ password: 'seven windows of the hive', currentPassword: PASSWORD })).status).toBe(200)
    expect([await isAnswered(here), await isAnswered(elsewhere)]).toEqual([true, false])
    expect((await logIn(staff.email, 'seven windows of the hive')).status).toBe(200)
    expect((await patch('staff', staff.id, { password: 'another one by the department' })).status).toBe(200)
    expect(await isAnswered(here)).toBe(false)
    const trail = await test.payload.find({
      collection: 'audit',
      where: { subject: { equals: staff.id } },
      sort: '-createdAt',
      limit: 1,
      overrideAccess: true,
    })
    expect(trail.docs[0]).toMatchObject({
      action: 'changed',
      actor: `staff:${chief.id}`,
      details: { fields: ['password'] },
    })
  })

  it('no account is made with a password that everybody guesses [S-M12] [F15]', async () => {
    const make = (password: string) =>
      ask({
        method: 'POST',
        path: '/staff',
        token: department,
        body: { name: '范彩霞', email: 'shequ@example.org', role: 'organiser', unit: tree.community.id, password },
      })
    const taken: string[] = []
    for (const password of [
      'abc',
      '123',
      'password',
      'PassWord',
      '12345678',
      '23456789',
      'hgfedcba',
      '        ',
      'aaaaaaaaaa',
      '12121212',
      'qwertyuiop',
      'a123456789',
      'shequ@example.org',
      'shequ123',
      '范彩霞',
      ' 1234567 ',
    ]) {
      const { status, body } = await make(password)
      if (status !== 400) taken.push(password)
      // Room for the next one.
      if (status === 201)
        await test.payload.delete({ collection: 'staff', id: (body as { doc: Staff }).doc.id, overrideAccess: true })
    }
    expect(taken).toEqual([])
    expect((await make('the moon over Luofu')).status).toBe(201)
  })

  describe('whose password somebody else set', () => {
    const OWN = 'seven windows of the hive'
    const isHeld = (answer: Answer): [number, unknown] => [answer.status, code(answer)]
    const HELD = [403, 'password-change-required']

    it('has to change it first: nothing else answers, from a new account as after a reset by the department [S-M12]', async () => {
      const made = await ask({
        method: 'POST',
        path: '/staff',
        token: department,
        body: {
          name: '新同事',
          email: `new-${Date.now()}@example.org`,
          role: 'town',
          unit: tree.town.id,
          password: PASSWORD,
          mustChangePassword: false,
        },
      })
      const { id, email } = (made.body as { doc: Staff }).doc
      const activity = await makeActivity(test.payload, tree.community)
      for (const [password, chosen] of [
        [PASSWORD, OWN],
        ['another one by the department', `${OWN} again`],
      ] as const) {
        const token = String(((await logIn(email, password)).body as { token?: string }).token)
        const asks: Parameters<typeof ask>[0][] = [
          { path: '/people' },
          { path: `/people/${chief.id}` },
          { path: '/registrations/count' },
          { path: '/audit' },
          { path: `/activities/${activity.id}/check-in-list` },
          { path: '/exports/participations?format=csv' },
          { path: '/payload-preferences/nav' },
          { method: 'POST', path: '/stations', body: { name: '驿站', unit: tree.town.id } },
          { method: 'PATCH', path: `/activities/${activity.id}`, body: { place: '二号楼' } },
          { method: 'DELETE', path: `/activities/${activity.id}` },
          { method: 'PATCH', path: `/staff/${id}`, body: { name: '改名' } },
          { method: 'PATCH', path: `/staff/${id}`, body: { mustChangePassword: false } },
        ]
        for (const one of asks) expect([one.path, ...isHeld(await ask({ ...one, token }))]).toEqual([one.path, ...HELD])
        expect((await ask({ path: '/staff/me', token })).body).toMatchObject({ user: { id, mustChangePassword: true } })
        const change = (body: object) => patch('staff', id, body, token)
        expect((await change({ password: chosen })).status).toBe(400)
        expect((await change({ password: chosen, currentPassword: 'not this one' })).status).toBe(400)
        expect(code(await change({ password, currentPassword: password }))).toBe('invalid-input')
        expect(isHeld(await ask({ path: '/people', token }))).toEqual(HELD)
        expect((await change({ password: chosen, currentPassword: password })).status).toBe(200)
        expect((await ask({ path: '/people', token })).status).toBe(200)
        const trail = await test.payload.find({
          collection: 'audit',
          where: { subject: { equals: id } },
          sort: '-createdAt',
          limit: 1,
          overrideAccess: true,
        })
        expect(trail.docs[0]).toMatchObject({
          action: 'changed',
          actor: `staff:${id}`,
          details: { fields: ['password'] },
        })
        expect((await patch('staff', id, { password: 'another one by the department' })).status).toBe(200)
      }
    })

    it('may log out, and needs no change after the link in the mail [S-M12]', async () => {
      const staff = await makeStaff(test.payload, 'organiser', tree.community)
      await patch('staff', staff.id, { password: 'another one by the department' })
      const token = String(
        ((await logIn(staff.email, 'another one by the department')).body as { token?: string }).token,
      )
      expect((await ask({ method: 'POST', path: '/staff/logout', token })).status).toBe(200)
      expect((await ask({ path: '/staff/me', token })).body).toMatchObject({ user: null })
      const link = await test.payload.forgotPassword({
        collection: 'staff',
        data: { email: staff.email },
        disableEmail: true,
      })
      expect(
        (await ask({ method: 'POST', path: '/staff/reset-password', body: { token: link, password: OWN } })).status,
      ).toBe(200)
      expect(await isAnswered(String(((await logIn(staff.email, OWN)).body as { token?: string }).token))).toBe(true)
      expect((await stored(staff.id))?.mustChangePassword).toBe(false)
    })

    it('is nobody who chose it, nor whose account the system made [S-M12]', async () => {
      const staff = await makeStaff(test.payload, 'organiser', tree.community)
      const token = await tokenFor(staff)
      expect((await patch('staff', staff.id, { password: OWN, currentPassword: PASSWORD }, token)).status).toBe(200)
      expect((await ask({ path: '/people', token })).status).toBe(200)
    })
  })

  it('strangers who guess do not lock a colleague out, and read the same for any account [S-M5] [S-m4]', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community)
    const answers = new Set<string>()
    for (let guess = 0; guess < 9; guess += 1) {
      for (const email of [staff.email, 'nobody@example.org']) {
        const { status, text } = await logIn(email, 'a wrong password')
        answers.add(`${status} ${text}`)
      }
    }
    expect(answers.size).toBe(1)
    expect((await logIn(staff.email)).status).toBe(200)
  }, 240_000)

  it('the mail for a new password is ours: text and HTML, with product, validity and the plain link; nobody without an account gets one [S-M5] [F15]', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community, { name: '卢淑芬' })
    const forgot = (email: string) => ask({ method: 'POST', path: '/staff/forgot-password', body: { email } })
    const [known, unknown] = [await forgot(staff.email), await forgot('nobody@example.org')]
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text])
    const mail = await untilMailTo(staff.email)
    expect(mail.subject).toContain('先“蜂”')
    for (const part of [mail.text ?? '', String(mail.html)]) {
      expect(part).toContain('卢淑芬')
      expect(part).toContain('1 小时')
      expect(part).toMatch(/http:\/\/localhost:3000\/admin\/reset#[0-9a-f]{40}/)
    }
    const token = /reset#([0-9a-f]{40})/.exec(mail.text ?? '')?.[1]
    const reset = (password: string) =>
      ask({ method: 'POST', path: '/staff/reset-password', body: { token, password } })
    expect((await reset('12345678')).status).toBe(400)
    expect((await reset('a quiet hive at night')).status).toBe(200)
    expect((await logIn(staff.email, 'a quiet hive at night')).status).toBe(200)
  })
})

describe('sessions of people', () => {
  const isOpen = async (token: string): Promise<boolean> => (await ask({ path: '/me', token })).status === 200

  it('end with the log-out, that one alone, or all of them [S-M9] [B-min sessions]', async () => {
    const person = await makePerson(test.payload)
    const [here, there, third] = [
      await tokenOf(test.payload, person),
      await tokenOf(test.payload, person),
      await tokenOf(test.payload, person),
    ]
    expect((await ask({ method: 'POST', path: '/people/logout', token: here })).status).toBe(200)
    expect([await isOpen(here), await isOpen(there), await isOpen(third)]).toEqual([false, true, true])
    await ask({ method: 'POST', path: '/people/logout?allSessions=true', token: there })
    expect([await isOpen(there), await isOpen(third)]).toEqual([false, false])
  })
})

describe('a contact that staff type', () => {
  let organiser: string
  beforeAll(async () => {
    organiser = await tokenFor(await makeStaff(test.payload, 'organiser', tree.community))
  })

  /** Logs in as whoever holds the contact: makes a record, where there is none for it. */
  const enter = async (contact: { phone?: string; email?: string }): Promise<{ id: string; token: string }> => {
    const answer = await ask({
      method: 'POST',
      path: '/sessions',
      body: { ...contact, code: await codeFor(test.payload, contact), name: '本人', consent: true },
    })
    expect(answer.status).toBe(201)
    const { person, token } = answer.body as { person: { id: string }; token: string }
    return { id: person.id, token }
  }

  it('opens nobody else’s record: an organiser’s own mail on a record of the unit [S-M6]', async () => {
    const phone = newPhone()
    const person = await makePerson(test.payload, { phone, unit: tree.community.id })
    const own = await enter({ phone })
    expect(own.id).toBe(person.id)
    const mine = `organiser-${Date.now()}@example.org`
    expect((await patch('people', person.id, { email: mine }, organiser)).status).toBe(200)
    expect((await enter({ email: mine })).id).not.toBe(person.id)
    expect((await patch('people', person.id, { phone: newPhone() }, organiser)).status).toBe(200)
    expect((await enter({ phone })).id).toBe(person.id)
    expect((await patch('people', person.id, { phone: null }, organiser)).status).toBe(400)
    const trail = await test.payload.find({
      collection: 'audit',
      where: { subject: { equals: person.id } },
      pagination: false,
      overrideAccess: true,
    })
    const sealed = trail.docs
      .map(({ details }) => details as { field?: string; to?: string } | null)
      .find((details) => details?.field === 'email')
    expect(sealed?.to).not.toContain('@')
    expect(decryptField(sealed?.to ?? '')).toBe(mine)
  })

  it('opens no record that was made beforehand with a stranger’s phone [S-M6]', async () => {
    const [phone, mine] = [newPhone(), `beforehand-${Date.now()}@example.org`]
    const made = await ask({
      method: 'POST',
      path: '/people',
      token: organiser,
      body: { name: '某人', phone, email: mine },
    })
    expect(made.status).toBe(201)
    const [byMail, byPhone] = [await enter({ email: mine }), await enter({ phone })]
    expect(byPhone.id).toBe((made.body as { doc: { id: string } }).doc.id)
    expect(byMail.id).not.toBe(byPhone.id)
  })

  it('is the way in for somebody who was recorded at the door', async () => {
    const phone = newPhone()
    const activity = await makeActivity(test.payload, tree.community)
    expect(
      (
        await ask({
          method: 'POST',
          path: `/activities/${activity.id}/walk-ins`,
          token: organiser,
          body: { name: '李奶奶', phone, consent: true },
        })
      ).status,
    ).toBe(201)
    const { token } = await enter({ phone })
    expect((await ask({ path: '/me/registrations', token })).body).toHaveLength(1)
  })

  it('counts once its holder has confirmed it by a code; the old contact is told, the other sessions end [S-M6]', async () => {
    const [email, phone] = [`holder-${Date.now()}@example.org`, newPhone()]
    const person = await makePerson(test.payload, { phone: null, email, unit: tree.community.id })
    const [own, other] = [await enter({ email }), await tokenOf(test.payload, person)]
    await patch('people', person.id, { phone }, organiser)
    expect((await untilMailTo(email, /新的手机号/)).text).toContain('验证码确认')
    const confirm = async (token: string) =>
      ask({
        method: 'POST',
        path: '/me/contacts',
        token,
        body: { phone, code: await codeFor(test.payload, { phone }) },
      })
    expect((await confirm(own.token)).status).toBe(200)
    expect((await ask({ path: '/me', token: other })).status).toBe(401)
    expect((await ask({ path: '/me', token: own.token })).status).toBe(200)
    expect((await enter({ phone })).id).toBe(person.id)
    expect((await enter({ email })).id).toBe(person.id)
  })
})

describe('the form for a contact that waits', () => {
  it('sends the code, says what is wrong with one, and takes the contact over by the right one [S-M6]', async () => {
    const organiser = await tokenFor(await makeStaff(test.payload, 'organiser', tree.community))
    const [email, phone] = [`form-${Date.now()}@example.org`, newPhone()]
    const person = await makePerson(test.payload, { phone: null, email, unit: tree.community.id })
    const follow = async (body: Record<string, unknown>) => followContactForm(await test.req(person), body, new Date())
    expect(await follow({ field: 'phone', send: '1' })).toEqual({ to: '/me' })
    await patch('people', person.id, { phone }, organiser)
    const waiting = {
      field: 'phone',
      shown: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
      isCodeSent: false,
      error: null,
    }
    expect((await loadMe(await test.req(person), {}, new Date())).contacts).toEqual([waiting])
    expect(await follow({ field: 'phone', send: '1' })).toEqual({ to: '/me?contact=phone' })
    expect((await loadMe(await test.req(person), { contact: 'phone' }, new Date())).contacts).toEqual([
      { ...waiting, isCodeSent: true },
    ])
    const contactHash = keyedHash('phone', phone)
    const { docs } = await test.payload.db.find<{ id: string }>({
      collection: 'codes',
      where: { contactHash: { equals: contactHash } },
      limit: 0,
    })
    expect(docs).toHaveLength(1)
    await test.payload.db.updateOne({
      collection: 'codes',
      id: docs[0]?.id ?? '',
      data: { codeHash: keyedHash('code', `${contactHash}:123456`) },
    })
    for (const [wrong, said] of [
      ['', /验证码/],
      ['654321', /验证码/],
      [undefined, /验证码|填写/],
    ] as const) {
      expect(await follow({ field: 'phone', code: wrong })).toMatchObject({
        status: expect.any(Number),
        props: { contacts: [{ isCodeSent: true, error: expect.stringMatching(said) }] },
      })
    }
    expect(await follow({ field: 'phone', code: '123456' })).toEqual({ to: '/me?contact=confirmed' })
    expect(await loadMe(await test.req(person), { contact: 'confirmed' }, new Date())).toMatchObject({
      contacts: [],
      isContactConfirmed: true,
    })
    const taken = await test.payload.findByID({ collection: 'people', id: person.id, overrideAccess: true })
    expect(taken.phone).toBe(phone)
  })
})
