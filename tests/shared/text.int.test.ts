import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import type { AppError } from '../../src/domain/shared/AppError.ts'
import type { Who } from '../../src/domain/shared/requests.ts'
import { listActivitiesCall } from '../../src/endpoints/activities.calls.ts'
import { endpointOf } from '../../src/endpoints/endpoint.ts'
import { STANDARD_COLUMNS } from '../../src/domain/records/participationRecord.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { exportParticipations } from '../../src/operations/records/exportParticipations.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { isBold, readSheet } from '../support/xlsx.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let organiser: Staff

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county)
  organiser = await makeStaff(payload, 'organiser', units.community)
})
afterAll(() => app.stop())

const asStaff = () => ({ depth: 0, overrideAccess: false, user: department }) as const

describe('texts that come in', () => {
  it('lose what nobody sees before anything is checked, in every kind of field [D30]', async () => {
    const activity = await payload.create({
      collection: 'activities',
      data: {
        title: '\u202e义剪\u200b\uffff',
        line: 'riders',
        theme: 'warm',
        unit: units.community.id,
        startsAt: '2027-03-01T01:00:00.000Z',
        endsAt: '2027-03-01T03:00:00.000Z',
        place: ' 一号\u2028楼 ',
        description: '第一行\r\n第二行\u{1fffe}',
        ledger: 'participation',
        status: 'published',
        questions: [
          { label: '尺\u200b码', kind: 'select', options: ['大\u202c', '小'] },
          { label: '到的那天', kind: 'date', earliest: '２０２７－０３－０１' },
        ],
        outcome: { summary: '一\ufeff二' },
      },
      ...asStaff(),
    })
    expect(activity).toMatchObject({
      title: '义剪',
      place: '一号 楼',
      description: '第一行\n第二行',
      questions: [{ label: '尺码', options: ['大', '小'] }, { earliest: '2027-03-01' }],
      outcome: { summary: '一二' },
    })
    expect(
      await payload.update({
        collection: 'activities',
        id: activity.id,
        data: { place: '二\u200b号楼' },
        ...asStaff(),
      }),
    ).toMatchObject({ place: '二号楼' })
    await expect(
      payload.update({
        collection: 'activities',
        id: activity.id,
        data: { title: '\u200b\u2060\u202e' },
        ...asStaff(),
      }),
    ).rejects.toMatchObject({ status: 400 })
  })

  it('take a name that reads like a cipher, and one in another direction as it is shown [D30]', async () => {
    const person = await payload.create({
      collection: 'people',
      data: {
        name: '张\u202e三李\u200b四',
        phone: '+86 139－0000－0001',
        idNumber: '４４１３２２１９９００１０１１２３ｘ',
      },
      ...asStaff(),
    })
    expect(person).toMatchObject({ name: '张三李四', phone: '13900000001', idNumber: '44132219900101123x' })
    await expect(
      payload.create({ collection: 'people', data: { name: '\u200b' }, ...asStaff() }),
    ).rejects.toMatchObject({ status: 400 })
    const found = await payload.find({
      collection: 'people',
      where: { volunteerNumber: { equals: `\u200b${person.volunteerNumber} ` } },
      ...asStaff(),
    })
    expect(found.docs.map(({ id }) => id)).toEqual([person.id])
  })

  it('give staff the same address at the log-in as in the record [D9]', async () => {
    await payload.create({
      collection: 'staff',
      data: {
        name: '陈某',
        email: 'Chen＠example.org\u202c',
        password: 'a long pass phrase 7',
        role: 'organiser',
        unit: units.community.id,
      },
      ...asStaff(),
    })
    const { user } = await payload.login({
      collection: 'staff',
      data: { email: '\u202achen＠example。org', password: 'a long pass phrase 7' },
      overrideAccess: false,
    })
    expect(user?.email).toBe('chen@example.org')
  })
})

describe('a search', () => {
  const search = async (q: string): Promise<string[]> => {
    const req = await app.req()
    Object.assign(req, { searchParams: new URLSearchParams({ q }) })
    const { docs } = (await (await endpointOf(listActivitiesCall).handler(req)).json()) as { docs: { title: string }[] }
    return docs.map(({ title }) => title).sort()
  }
  const asked = async (operator: 'like' | 'contains' | 'not_like', text: string): Promise<string[]> => {
    const { docs } = await payload.find({
      collection: 'activities',
      where: { and: [{ place: { equals: '搜索' } }, { title: { [operator]: text } }] },
      sort: 'title',
      ...asStaff(),
    })
    return docs.map(({ title }) => title)
  }

  beforeAll(async () => {
    for (const title of ['满减100%', '满减100元', 'a_b', 'aXb', 'c\\d', "“引号'"])
      await makeActivity(payload, units.community, { title, place: '搜索' })
  })

  it('takes % and _ for themselves, for visitors and for staff [D24]', async () => {
    expect(await search('%')).toEqual(['满减100%'])
    expect(await search('_')).toEqual(['a_b'])
    expect(await search('A_B')).toEqual(['a_b'])
    expect(await search('\\')).toEqual(['c\\d'])
    expect(await search("'")).toEqual(["“引号'"])
    expect(await search('满减 %')).toEqual(['满减100%'])
    for (const operator of ['like', 'contains'] as const) {
      expect(await asked(operator, '%')).toEqual(['满减100%'])
      expect(await asked(operator, 'A_B')).toEqual(['a_b'])
    }
    expect(await asked('not_like', '_')).not.toContain('a_b')
    expect(await asked('not_like', '_')).toContain('aXb')
  })

  it('finds what was typed with more than one can see [D30]', async () =>
    expect(await search('满减\u200b100元\u202c')).toEqual(['满减100元']))

  it('takes a long text, and refuses one that nobody types [D24]', async () => {
    expect(await asked('like', '%'.repeat(60))).toEqual([])
    await expect(asked('like', '%'.repeat(60_000))).rejects.toMatchObject({ status: 400 })
  })
})

describe('walk-ins who share a phone or a name', () => {
  let activity: Activity
  const come = async (name: string, phone: string, who?: Who) =>
    addWalkIn(await app.req(organiser), { activityId: activity.id, name, phone, who }, new Date())
  const listed = async (): Promise<string[]> => {
    const { signUps } = await listSignUps(await app.req(organiser), activity.id, 1, new Date())
    return signUps
      .filter(({ attendance }) => attendance === 'present')
      .map(({ name, phone }) => `${name} ${phone}`.trim())
      .sort()
  }
  let phone: string

  beforeEach(async () => {
    activity = await makeActivity(payload, units.community, {
      title: '义诊',
      startsAt: new Date(Date.now() - 3_600_000).toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    phone = newPhone()
    await come('李奶奶', phone)
  })

  it('asks whose the phone is, records nobody by it unasked, and records another person once [D12]', async () => {
    await expect(come('李小孙', phone)).rejects.toMatchObject({
      code: 'walk-in-unclear',
      status: 409,
      fields: { phone: expect.stringContaining('“李奶奶”') },
    })
    expect(await listed()).toHaveLength(1)
    const { id, created } = await come('李小孙', phone, 'another')
    expect(created).toBe(true)
    expect(await come('李小孙', phone, 'another')).toEqual({ id, created: false })
    expect(await listed()).toEqual([expect.stringMatching(/^李奶奶 \d{3}\*{4}\d{4}$/), '李小孙'])
    expect((await come('李 奶奶', phone, 'known')).created).toBe(false)
    expect((await come('李\u200b奶奶', phone)).created).toBe(false)
    expect(await listed()).toHaveLength(2)
  })

  it('says no more than the family name of somebody who is not on this list [D12]', async () => {
    const stranger = await makePerson(payload, { name: '林某某', phone: newPhone(), unit: units.otherCommunity.id })
    const error = await come('随便', stranger.phone ?? '').catch((refused: AppError) => refused)
    expect(JSON.stringify(error) + (error as AppError).message).not.toContain('林某某')
    expect((error as AppError).message).toContain('林**')
    expect((await come('林某某', stranger.phone ?? '')).created).toBe(true)
  })

  it('points out who is on the list by the same name with another phone [F22]', async () => {
    await expect(come('李奶奶', newPhone())).rejects.toMatchObject({
      code: 'walk-in-unclear',
      fields: { name: expect.stringContaining('同名') },
    })
    expect((await come('李奶奶', newPhone(), 'known')).created).toBe(false)
    expect(await listed()).toHaveLength(1)
    const other = newPhone()
    const { id } = await come('李奶奶', other, 'another')
    expect(await come('李奶奶', other)).toEqual({ id, created: false })
    expect(await listed()).toHaveLength(2)
  })
})

describe('a contact that is somebody’s', () => {
  it('is refused by its own name, when it is added and when it is changed [D27] [S-m8]', async () => {
    const phone = newPhone()
    // Of two contacts that staff type the second would wait for its holder, so this record is the holder's own.
    const first = await payload.create({
      collection: 'people',
      data: { name: '甲', phone, email: 'jia@example.org' },
      overrideAccess: true,
    })
    const second = await payload.create({ collection: 'people', data: { name: '乙' }, ...asStaff() })
    for (const [data, field] of [
      [{ phone: `+86 ${phone}` }, 'phone'],
      [{ email: 'JIA@example.org' }, 'email'],
    ] as const) {
      const said = { status: 400, data: { fields: { [field]: expect.stringContaining('已有人登记') } } }
      await expect(
        payload.create({ collection: 'people', data: { name: '丙', ...data }, ...asStaff() }),
      ).rejects.toMatchObject(said)
      await expect(payload.update({ collection: 'people', id: second.id, data, ...asStaff() })).rejects.toMatchObject(
        said,
      )
      expect(await payload.update({ collection: 'people', id: first.id, data, ...asStaff() })).toMatchObject({
        phone,
        email: 'jia@example.org',
      })
    }
  })
})

describe('questions that were answered', () => {
  it('stay, so that their answers are read [D33]', async () => {
    const made = await makeActivity(payload, units.community, {
      questions: [
        { label: '尺码', kind: 'text' },
        { label: '自行车', kind: 'yesno' },
      ],
    })
    const [size] = made.questions ?? []
    await makeRegistration(payload, made, await makePerson(payload), { answers: { [size?.id ?? '']: 'XL' } })
    const edit = async (questions: Activity['questions']) =>
      payload.update({ collection: 'activities', id: made.id, data: { questions: questions ?? [] }, ...asStaff() })
    await expect(edit([])).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('“尺码”已有 1 人回答'),
    })
    const { questions } = await edit((made.questions ?? []).slice(0, 1))
    expect(questions).toMatchObject([{ id: size?.id, label: '尺码' }])
    expect(await edit([{ ...size, label: '衣服尺码', kind: 'text' }])).toMatchObject({
      questions: [{ id: size?.id, label: '衣服尺码' }],
    })
  })

  it('leave as numbers where they are numbers, under a bold heading [F21]', async () => {
    const made = await makeActivity(payload, units.community, {
      questions: [
        { label: '几份', kind: 'number' },
        { label: '满意', kind: 'rating' },
        { label: '编号', kind: 'text' },
      ],
    })
    const ids = (made.questions ?? []).map(({ id }) => id ?? '')
    await makeRegistration(payload, made, await makePerson(payload), {
      answers: Object.fromEntries(ids.map((id, index) => [id, ['2.5', '4', '0123'][index] ?? ''])),
    })
    const { body } = await exportAnswers(await app.req(department), { activityId: made.id, format: 'xlsx' }, new Date())
    const file = new Uint8Array(await new Response(body).arrayBuffer())
    const [heading = [], row = []] = readSheet(file)
    const answered = (label: string) => row[heading.findIndex(({ value }) => value === label)]
    expect([answered('几份'), answered('满意'), answered('编号')]).toMatchObject([
      { value: '2.5', isText: false },
      { value: '4', isText: false },
      { value: '0123', isText: true },
    ])
    expect(heading.map(({ style }) => isBold(file, style))).toEqual(heading.map(() => true))
    expect(row.map(({ style }) => isBold(file, style))).toEqual(row.map(() => false))
  })
})

describe('the export of the screen', () => {
  it('has town and no ids, and what is sensitive only for who asks [F21]', async () => {
    expect(STANDARD_COLUMNS).toEqual(expect.arrayContaining(['town', 'phone']))
    for (const name of ['registrationId', 'activityId', 'kinds', 'fullPhone', 'idNumber'] as const)
      expect(STANDARD_COLUMNS).not.toContain(name)
    const made = await makeActivity(payload, units.community, { title: '镇街一列', line: 'policing', theme: null })
    const person = await makePerson(payload, { kinds: ['volunteer', 'rider'] })
    await makeRegistration(payload, made, person, { attendance: 'present' })
    const { body } = await exportParticipations(
      await app.req(department),
      { format: 'xlsx', line: 'policing', fields: 'title,town,kinds' },
      new Date(),
    )
    const rows = readSheet(new Uint8Array(await new Response(body).arrayBuffer())).map((cells) =>
      cells.map(({ value }) => value),
    )
    expect(rows).toEqual([
      ['活动名称', '镇街', '身份'],
      ['镇街一列', units.town.name, '志愿者、新就业群体（骑手、快递员、网约车司机等）'],
    ])
    await expect(
      exportParticipations(await app.req(organiser), { format: 'csv', fields: 'kinds' }, new Date()),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

it('a personal text of any kind is encrypted at rest: the marks of a field do not replace one another', () => {
  const fields = payload.collections.people.config.flattenedFields
  for (const name of ['name', 'phone', 'email', 'birthDate', 'idNumber', 'area', 'skills'])
    expect([name, fields.find((field) => field.name === name)?.custom]).toEqual([
      name,
      expect.objectContaining({ personal: true }),
    ])
  expect(
    payload.collections.certificates.config.flattenedFields.find(({ name }) => name === 'facts')?.custom,
  ).toMatchObject({ personal: true, text: 'untouched' })
})
