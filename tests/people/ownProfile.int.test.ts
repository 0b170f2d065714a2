import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { env } from '../../src/env.ts'
import { maskPhone } from '../../src/domain/shared/maskPhone.ts'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import {
  followOwnContact,
  followProfileForm,
  loadProfile,
  type Followed,
} from '../../src/frontend/features/account/profile.server.ts'
import { confirmContact } from '../../src/operations/people/confirmContact.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { getMyDataInWords } from '../../src/operations/people/getMyDataInWords.ts'
import { changeMe } from '../../src/operations/people/changeMe.ts'
import type { Person, Staff } from '../../src/payload-types.ts'
import { decryptField } from '../../src/privacy/cipher.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeStation,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { mailsTo, textsTo, untilThere } from '../support/outbox.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { codeFor, makeCodeKnown, tokenOf } from '../support/tokens.ts'

/** What people change of their own record by themselves [F20]. */
let test: TestPayload
let tree: UnitTree
let department: Staff
let [departmentToken, townToken, organiserToken] = ['', '', '']

beforeAll(async () => {
  test = await startPayload()
  tree = await makeUnitTree(test.payload)
  department = await makeStaff(test.payload, 'department', tree.county)
  departmentToken = await logIn(department)
  townToken = await logIn(await makeStaff(test.payload, 'town', tree.town))
  organiserToken = await logIn(await makeStaff(test.payload, 'organiser', tree.community))
})
afterAll(() => test.stop())

const enter = async (overrides: Parameters<typeof makePerson>[1] = {}): Promise<{ person: Person; token: string }> => {
  const person = await makePerson(test.payload, overrides)
  return { person, token: await tokenOf(test.payload, person) }
}
const change = (token: string | undefined, body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({ method: 'PATCH', path: '/me', token, body, headers })
const stored = (id: string): Promise<Person> =>
  test.payload.findByID({ collection: 'people', id, depth: 0, overrideAccess: true, showHiddenFields: true })
const codeOf = ({ body }: Answer): unknown => (body as { code?: string }).code
const trailOf = async (id: string) =>
  (
    await test.payload.find({
      collection: 'audit',
      where: { subject: { equals: id } },
      sort: '-createdAt',
      pagination: false,
      overrideAccess: true,
    })
  ).docs

describe('people correct their own record [F20]', () => {
  it('say who they are, and take it back; the answer is what GET /me says; it is in the trail as their own deed', async () => {
    const { person, token } = await enter({ name: '林秀栏' })
    const station = await makeStation(test.payload, tree.community)
    const all = {
      name: ' 林秀兰 ',
      kinds: ['rider', 'partyMember', 'rider'],
      unit: tree.community.id,
      station: station.id,
      gender: 'female',
      birthDate: '1990-01-31',
      area: '龙溪街道',
      skills: '急救',
      serviceKinds: '助老',
    }
    const answer = await change(token, all)
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        id: person.id,
        volunteerNumber: person.volunteerNumber,
        phone: maskPhone(person.phone ?? ''),
        email: null,
        ...all,
        name: '林秀兰',
        kinds: ['rider', 'partyMember'],
      },
    ])
    expect((await ask({ path: '/me', token })).body).toEqual(answer.body)
    expect((await ask({ path: '/me/data', token })).body).toMatchObject({ person: { station: station.id } })
    const none = {
      kinds: [],
      unit: null,
      station: null,
      gender: null,
      birthDate: null,
      area: null,
      skills: null,
      serviceKinds: null,
    }
    expect((await change(token, none)).body).toMatchObject({ name: '林秀兰', ...none })
    expect((await stored(person.id)).kinds ?? []).toEqual([])
    const [back, said] = (await trailOf(person.id)).filter(({ action }) => action === 'changed')
    expect(said).toMatchObject({
      actor: `people:${person.id}`,
      actorName: '本人',
      details: {
        fields: expect.arrayContaining(['name', 'kinds', 'unit', 'station', 'area']),
        changes: { kinds: { before: [], after: ['rider', 'partyMember'] } },
      },
    })
    expect(back).toMatchObject({ details: { changes: { kinds: { before: ['rider', 'partyMember'], after: [] } } } })
    expect(JSON.stringify([said, back])).not.toMatch(/林秀|龙溪|急救|1990/)
  })

  it('name a home station: read by whoever may open the record and by no other staff, kept while somebody names it', async () => {
    const station = await makeStation(test.payload, tree.community)
    const [near, far] = [await enter({ unit: tree.community.id }), await enter()]
    for (const { token } of [near, far]) expect((await change(token, { station: station.id })).status).toBe(200)
    const { sections } = await getMyDataInWords(await test.req(far.person), new Date())
    expect(sections[0]?.records[0]?.facts).toContainEqual(['常去的先“蜂”空间', station.name])
    const there = `/people?where[station][equals]=${station.id}`
    const seenBy = async (token: string): Promise<unknown[]> =>
      ((await ask({ path: `${there}&depth=1`, token })).body as { docs: Person[] }).docs
        .map((person) => person.id)
        .sort()
    expect(await seenBy(organiserToken)).toEqual([near.person.id])
    expect(await seenBy(departmentToken)).toEqual([near.person.id, far.person.id].sort())
    expect((await ask({ path: there, token: near.token })).status).toBe(403)
    const remove = (token: string): Promise<Answer> => ask({ method: 'DELETE', path: `/stations/${station.id}`, token })
    const refused = await remove(townToken)
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('人员 2 条')])
    expect(refused.text).not.toMatch(new RegExp(`${near.person.name}|${far.person.name}`))
    // As the department does with all of a list: those of other units too.
    const cleared = await ask({ method: 'PATCH', path: there, token: departmentToken, body: { station: null } })
    expect([cleared.status, (await stored(far.person.id)).station ?? null]).toEqual([200, null])
    expect((await remove(townToken)).status).toBe(200)
    expect(await change(far.token, { station: station.id })).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', fields: { station: expect.stringContaining('已不存在') } },
    })
  })

  it('change nothing by saying what is so already, and nothing that is not theirs to say', async () => {
    const { person, token } = await enter({ kinds: ['volunteer'] })
    expect((await change(token, { name: person.name, kinds: ['volunteer'], area: null })).body).toMatchObject({
      name: person.name,
      kinds: ['volunteer'],
    })
    expect((await change(token, {})).status).toBe(400)
    expect((await trailOf(person.id)).filter(({ action }) => action === 'changed')).toEqual([])
    for (const body of [
      { phone: newPhone() },
      { email: 'a@example.org' },
      { idNumber: '440000199001010000' },
      { volunteerNumber: 'BL1' },
      { consentAt: null },
    ])
      expect((await change(token, body)).status).toBe(400)
  })

  it('are found by the new name at once, by staff of the unit that they chose and of no other', async () => {
    const { person, token } = await enter({ name: '欧阳旧' })
    const found = async (name: string, by = organiserToken): Promise<string[]> => {
      const { body } = await ask({ path: `/people?where[personTitle][like]=${encodeURIComponent(name)}`, token: by })
      return (body as { docs: { id: string }[] }).docs.map(({ id }) => id)
    }
    expect(await found('欧阳旧')).toEqual([])
    await change(token, { name: '欧阳新', unit: tree.community.id })
    expect([await found('欧阳新'), await found('欧阳旧')]).toEqual([[person.id], []])
    await change(token, { unit: tree.otherCommunity.id })
    expect([await found('欧阳新'), await found('欧阳新', departmentToken)]).toEqual([[], [person.id]])
  })

  it('leave what was printed on a certificate, and every number', async () => {
    const { person, token } = await enter({ name: '旧名' })
    const activity = await makeActivity(test.payload, tree.community, {
      ledger: 'service',
      startsAt: hoursFromNow(-3),
      endsAt: hoursFromNow(-1),
    })
    await makeRegistration(test.payload, activity, person, { attendance: 'present' })
    await issueCertificates(await test.req(department), { activity: activity.id }, new Date())
    expect((await change(token, { name: '新名', kinds: ['partyMember'], unit: tree.otherCommunity.id })).status).toBe(
      200,
    )
    const { body } = await ask({ path: '/me/data', token })
    expect((body as { certificates: { content: unknown }[] }).certificates.map(({ content }) => content)).toEqual([
      expect.objectContaining({ name: '旧名' }),
    ])
    expect((await recount(await test.req())).differences).toEqual([])
  })

  it('is for people alone, and for those whose record has not ended', async () => {
    expect([
      (await change(undefined, { name: '无人' })).status,
      codeOf(await change(departmentToken, { name: '部门' })),
    ]).toEqual([401, 'forbidden'])
    const [merged, stays, erased] = [await enter(), await enter(), await enter()]
    expect(
      (
        await ask({
          method: 'POST',
          path: `/people/${stays.person.id}/merge`,
          token: departmentToken,
          body: { from: merged.person.id, reason: '同一人' },
        })
      ).status,
    ).toBe(200)
    expect((await ask({ method: 'DELETE', path: '/me', token: erased.token })).status).toBe(200)
    for (const { token } of [merged, erased]) expect((await change(token, { name: '已不在' })).status).toBe(401)
    // Under way when the record ended: the write itself is refused.
    for (const [{ person }, code] of [
      [merged, 'person-merged'],
      [erased, 'person-erased'],
    ] as const) {
      await expect(changeMe(await test.req(person), { name: '已不在' }, new Date())).rejects.toMatchObject({
        data: { code },
      })
      expect((await stored(person.id)).name).not.toBe('已不在')
    }
  })

  it('at the same moment, and with staff: none undoes another', async () => {
    const { person, token } = await enter({ unit: tree.community.id })
    const phone = newPhone()
    const code = await codeFor(test.payload, { phone })
    const answers = await Promise.all([
      change(token, { name: '同时改' }),
      change(token, { kinds: ['rider'] }),
      change(token, { area: '同时住' }),
      ask({ method: 'POST', path: '/me/contacts', token, body: { phone, code } }),
      ask({ method: 'PATCH', path: `/people/${person.id}`, token: organiserToken, body: { skills: '同时会' } }),
    ])
    const [name, kinds, area, contact, skills] = answers.map(({ status }) => status)
    expect([name, kinds, area, contact]).toEqual([200, 200, 200, 200])
    expect(await stored(person.id)).toMatchObject({
      name: '同时改',
      kinds: ['rider'],
      area: '同时住',
      phone,
      ...(skills === 200 && { skills: '同时会' }),
    })
  })

  it('once for one Idempotency-Key', async () => {
    const { person, token } = await enter()
    const key = { 'Idempotency-Key': `own-${person.id}` }
    const first = await change(token, { name: '一次' }, key)
    await change(token, { name: '后来' })
    const again = await change(token, { name: '一次' }, key)
    expect([again.text, again.headers.get('Idempotency-Replayed'), (await stored(person.id)).name]).toEqual([
      first.text,
      'true',
      '后来',
    ])
  })

  it('so often, and then later', async () => {
    env.RATE_LIMITS = 'on'
    try {
      const { token } = await enter()
      for (let index = 0; index < LIMITS['own-changes-by-person'].max; index += 1)
        expect((await change(token, { area: `第${index}处` })).status).toBe(200)
      const refused = await change(token, { area: '又一处' })
      expect([refused.status, codeOf(refused)]).toEqual([429, 'rate-limited'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    } finally {
      env.RATE_LIMITS = 'off'
    }
  })
})

describe('people change their own phone or mail [F20]', () => {
  const confirm = async (token: string, contact: { phone?: string; email?: string }, code?: string): Promise<Answer> =>
    ask({
      method: 'POST',
      path: '/me/contacts',
      token,
      body: { ...contact, code: code ?? (await codeFor(test.payload, contact)) },
    })
  const opens = async (contact: { phone?: string; email?: string }): Promise<string> => {
    const answer = await ask({
      method: 'POST',
      path: '/sessions',
      body: { ...contact, code: await codeFor(test.payload, contact), name: '另一人', consent: true },
    })
    return (answer.body as { person: { id: string } }).person.id
  }

  it('by the code that was sent to the new one: until then the old one counts; then the new, the old is told, other sessions end, both ends are in the trail, sealed', async () => {
    const [old, phone, email] = [newPhone(), newPhone(), `own-${Date.now()}@example.org`]
    const { person, token } = await enter({ phone: old, email })
    const other = await tokenOf(test.payload, person)
    expect(codeOf(await confirm(token, { phone }, '000000'))).toBe('code-invalid')
    expect([(await stored(person.id)).phone, await opens({ phone: old })]).toEqual([old, person.id])
    const answer = await confirm(token, { phone: `+86 ${phone}` }, await codeFor(test.payload, { phone }))
    expect([answer.status, answer.body]).toEqual([200, { confirmed: true }])
    expect([(await ask({ path: '/me', token })).status, (await ask({ path: '/me', token: other })).status]).toEqual([
      200, 401,
    ])
    expect([await opens({ phone }), await opens({ email })]).toEqual([person.id, person.id])
    expect(await opens({ phone: old })).not.toBe(person.id)
    await untilThere('text to the old phone', async () =>
      (await textsTo(old)).find((text) => text.includes('已登记新的手机号')),
    )
    await untilThere('mail', async () => (await mailsTo(email, /手机号已更换/))[0])
    expect((await textsTo(phone)).filter((text) => text.includes('已登记新的'))).toEqual([])
    const sealed = (await trailOf(person.id))
      .map(({ details }) => details as { field?: string; from?: string; to?: string } | null)
      .find((details) => details?.field === 'phone')
    expect([decryptField(sealed?.from ?? ''), decryptField(sealed?.to ?? '')]).toEqual([old, phone])
    expect(JSON.stringify(sealed)).not.toContain(phone)
  })

  it('add the one that they lack, however it is written', async () => {
    const { person, token } = await enter({ email: null })
    const email = `Added-${Date.now()}@Example.org`
    expect((await confirm(token, { email }, await codeFor(test.payload, { email: email.toLowerCase() }))).status).toBe(
      200,
    )
    expect((await stored(person.id)).email).toBe(email.toLowerCase())
  })

  it('to what they have already: nothing happens, no session ends', async () => {
    const phone = newPhone()
    const { person, token } = await enter({ phone })
    const other = await tokenOf(test.payload, person)
    expect((await confirm(token, { phone })).status).toBe(200)
    expect((await ask({ path: '/me', token: other })).status).toBe(200)
    expect((await trailOf(person.id)).filter(({ action }) => action === 'changed')).toEqual([])
  })

  it('to another record’s: only its holder learns that, and is told how both become one', async () => {
    const phone = newPhone()
    const [mine, other] = [await enter(), await enter({ phone })]
    const free = newPhone()
    const [sentToTaken, sentToFree] = await Promise.all(
      [phone, free].map((one) => ask({ method: 'POST', path: '/codes', token: mine.token, body: { phone: one } })),
    )
    expect([sentToTaken?.status, sentToTaken?.text]).toEqual([sentToFree?.status, sentToFree?.text])
    const [wrongTaken, wrongFree] = [
      await confirm(mine.token, { phone }, '000000'),
      await confirm(mine.token, { phone: free }, '000000'),
    ]
    expect([wrongTaken.status, wrongTaken.text]).toEqual([wrongFree.status, wrongFree.text])
    await makeCodeKnown(test.payload, { phone })
    const taken = await confirm(mine.token, { phone }, '123456')
    expect([taken.status, codeOf(taken)]).toEqual([409, 'contact-taken'])
    expect((taken.body as { detail: string }).detail).toMatch(/志愿者编号.*合并/)
    expect([(await stored(mine.person.id)).phone, (await stored(other.person.id)).phone]).toEqual([
      mine.person.phone,
      phone,
    ])
    // The code is not used up: its holder can log in with it.
    expect((await ask({ method: 'POST', path: '/sessions', body: { phone, code: '123456' } })).body).toMatchObject({
      person: { id: other.person.id },
    })
  })

  it('of two people at the same moment one gets it, the other is told', async () => {
    const phone = newPhone()
    const [one, other] = [await enter(), await enter()]
    const codes = [await codeFor(test.payload, { phone })]
    // The second code is asked for from elsewhere, so that each has one of their own.
    await ask({ method: 'POST', path: '/codes', body: { phone }, headers: { 'x-client-address': '10.9.9.9' } })
    await makeCodeKnown(test.payload, { phone })
    const [code] = codes
    const send = (token: string, address: string): Promise<Answer> =>
      ask({
        method: 'POST',
        path: '/me/contacts',
        token,
        body: { phone, code },
        headers: { 'x-client-address': address },
      })
    const answers = await Promise.all([send(one.token, '127.0.0.1'), send(other.token, '10.9.9.9')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.map(codeOf)).toContain('contact-taken')
  })

  it('never as staff, nor with a session that has ended', async () => {
    const phone = newPhone()
    const code = await codeFor(test.payload, { phone })
    expect(codeOf(await confirm(departmentToken, { phone }, code))).toBe('forbidden')
    const { person, token } = await enter()
    await ask({ method: 'DELETE', path: '/me', token })
    expect((await confirm(token, { phone }, code)).status).toBe(401)
    await expect(confirmContact(await test.req(person), { phone, code }, new Date())).rejects.toMatchObject({
      data: { code: 'person-erased' },
    })
    expect((await stored(person.id)).phone).toBeNull()
  })

  it('which ends what staff typed for them meanwhile', async () => {
    const { person, token } = await enter({ unit: tree.community.id })
    await ask({ method: 'PATCH', path: `/people/${person.id}`, token: organiserToken, body: { phone: newPhone() } })
    expect((await stored(person.id)).pendingPhone).not.toBeNull()
    expect((await confirm(token, { phone: newPhone() })).status).toBe(200)
    expect((await stored(person.id)).pendingPhone).toBeNull()
  })
})

describe('the forms of 我的资料 [F20]', () => {
  const propsOf = (followed: Followed) => {
    if ('to' in followed) throw new Error(followed.to)
    return followed
  }
  /** As the browser sends the form that was shown. */
  const shownTo = async (person: Person): Promise<Record<string, unknown>> => {
    const { values, profile } = await loadProfile(await test.req(person))
    return { ...values, loaded: JSON.stringify(profile) }
  }

  it('save what was changed and keep every word of what is wrong', async () => {
    const { person } = await enter({ name: '张三', birthDate: '1990' })
    const follow = async (body: Record<string, unknown>): Promise<Followed> =>
      followProfileForm(await test.req(person), body, new Date())
    const shown = await shownTo(person)
    const wrong = propsOf(
      await follow({ ...shown, name: ' ', birthDate: '昨天', area: '龙溪', kinds: 'rider', unit: tree.firm.id }),
    )
    expect(wrong).toMatchObject({
      status: 400,
      props: {
        errors: { name: '请填写姓名', birthDate: expect.stringContaining('日期') },
        values: { name: ' ', birthDate: '昨天', area: '龙溪', kinds: ['rider'], unit: tree.firm.id },
      },
    })
    expect((await stored(person.id)).name).toBe('张三')
    // What stood there before and would not pass today is left alone.
    const station = (await makeStation(test.payload, tree.community)).id
    expect(await follow({ ...shown, kinds: ['rider', 'resident'], unit: tree.firm.id, station })).toEqual({
      to: '/me/profile?done=saved',
    })
    expect(await stored(person.id)).toMatchObject({
      name: '张三',
      birthDate: '1990',
      kinds: ['rider', 'resident'],
      unit: tree.firm.id,
      station,
    })
    const { stations } = await loadProfile(await test.req(person))
    expect(stations.find(({ label }) => label === tree.town.name)?.choices.map(({ id }) => id)).toContain(station)
    expect(await follow({ ...(await shownTo(person)), kinds: undefined, unit: '', station: '' })).toEqual({
      to: '/me/profile?done=saved',
    })
    const after = await stored(person.id)
    expect([after.kinds ?? [], after.unit ?? null, after.station ?? null]).toEqual([[], null, null])
    for (const body of [
      { ...shown, name: '张\0' },
      { ...shown, unit: person.id },
      { ...shown, station: person.id },
      { ...shown, birthDate: '2099-12-31' },
    ])
      expect(propsOf(await follow(body)).status).toBe(400)
  })

  it('undo nothing that somebody else did while the form was open, and ask about the same field', async () => {
    const { person } = await enter({ name: '张三', unit: tree.community.id })
    const shown = await shownTo(person)
    const byStaff = (body: object): Promise<Answer> =>
      ask({ method: 'PATCH', path: `/people/${person.id}`, token: organiserToken, body })
    await byStaff({ skills: '电工' })
    const follow = async (body: Record<string, unknown>): Promise<Followed> =>
      followProfileForm(await test.req(person), body, new Date())
    expect(await follow({ ...shown, area: '龙溪' })).toEqual({ to: '/me/profile?done=saved' })
    expect(await stored(person.id)).toMatchObject({ skills: '电工', area: '龙溪' })
    await byStaff({ name: '张珊' })
    const asked = propsOf(await follow({ ...shown, area: '龙溪', name: '张山' }))
    expect(asked).toMatchObject({
      status: 409,
      props: { values: { name: '张山' }, errors: { name: expect.stringContaining('张珊') }, profile: { name: '张珊' } },
    })
    expect(Object.keys(asked.props.errors)).toEqual(['name'])
  })

  it('ask about a home station that staff changed meanwhile, by its name, and tell of one that is gone', async () => {
    const { person } = await enter({ unit: tree.community.id })
    const [one, other, closing] = [
      await makeStation(test.payload, tree.community, { name: '甲一驿站' }),
      await makeStation(test.payload, tree.otherTown, { name: '乙镇暖巢' }),
      await makeStation(test.payload, tree.county, { name: '县城驿站' }),
    ]
    const shown = await shownTo(person)
    const { stations } = await loadProfile(await test.req(person))
    expect(stations.find(({ label }) => label === '县级')?.choices).toEqual([{ id: closing.id, name: '县城驿站' }])
    await ask({
      method: 'PATCH',
      path: `/people/${person.id}`,
      token: organiserToken,
      body: { station: other.id },
    })
    const follow = async (body: Record<string, unknown>) =>
      propsOf(await followProfileForm(await test.req(person), { ...shown, area: '龙溪', ...body }, new Date()))
    expect(await follow({ station: one.id })).toMatchObject({
      status: 409,
      props: {
        values: { station: one.id, area: '龙溪' },
        errors: { station: expect.stringMatching(/乙镇暖巢.*甲一驿站/) },
        profile: { station: other.id },
      },
    })
    await ask({ method: 'DELETE', path: `/stations/${closing.id}`, token: departmentToken })
    expect(await follow({ station: closing.id, loaded: (await shownTo(person)).loaded })).toMatchObject({
      status: 400,
      props: { values: { area: '龙溪' }, errors: { station: '所选的内容已不存在，请刷新后重新选择。' } },
    })
    const { station, area } = await stored(person.id)
    expect([station, area ?? null]).toEqual([other.id, null])
  })

  it('offer every unit under its town', async () => {
    const { units } = await loadProfile(await test.req((await enter()).person))
    const ofTown = units.find(({ label }) => label === tree.town.name)
    expect(ofTown?.choices.map(({ id }) => id)).toEqual([
      tree.town.id,
      ...[tree.community, tree.firm].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ id }) => id),
    ])
    expect(units.flatMap((group) => group.choices)).toHaveLength(
      (await test.payload.count({ collection: 'units', where: { id: { exists: true } }, overrideAccess: true }))
        .totalDocs,
    )
  })

  it('send a code to the new contact and take it over by the code, keeping what was typed', async () => {
    const { person } = await enter()
    const phone = newPhone()
    const typed = `${phone.slice(0, 3)}-${phone.slice(3)}`
    const follow = async (body: Record<string, unknown>): Promise<Followed> =>
      followOwnContact(await test.req(person), { field: 'phone', contact: typed, ...body }, new Date())
    const ofPhone = (followed: Followed) => propsOf(followed).props.contacts[0]
    for (const bad of ['', '12345', `+852 ${phone.slice(0, 8)}`, person.phone])
      expect(ofPhone(await follow({ contact: bad, send: '1' }))).toMatchObject({
        typed: bad,
        isCodeSent: false,
        error: expect.any(String),
      })
    expect(ofPhone(await follow({ send: '1' }))).toMatchObject({ typed, isCodeSent: true, error: null })
    for (const code of ['', '12', '000000', undefined])
      expect(ofPhone(await follow({ code }))).toMatchObject({
        typed,
        isCodeSent: true,
        error: expect.stringContaining('验证码'),
      })
    expect((await stored(person.id)).phone).toBe(person.phone)
    await makeCodeKnown(test.payload, { phone })
    expect(await follow({ code: '123456' })).toEqual({ to: '/me/profile?done=contact' })
    expect((await stored(person.id)).phone).toBe(phone)
  })
})
