import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { newId } from '../../src/database/rows.ts'
import type { Staff } from '../../src/payload-types.ts'
import { bulkInsert, type Row } from '../../src/seed/bulkInsert.ts'
import { makeStaff, makeUnit } from '../../tests/support/fixtures.ts'

/** People of one activity. */
const EACH = 60
const BATCH = 20_000
const HOUR = 3_600_000
const FIRST_DAY = Date.UTC(2025, 0, 1, 1)
const TOWNS = 17
const COMMUNITIES = 12

/**
 * Participations as in life: 60 to an activity, everybody present about ten times, activities spread over a year and
 * over a county of 17 towns with 12 communities each. Names and phone numbers are encrypted, as the product does.
 *
 * @param first how many were stored before: names and numbers go on from there
 * @returns a member of staff of the department, who may export all of it
 */
export async function stock(payload: Payload, participations: number, first: number): Promise<Staff> {
  const county = await makeUnit(payload, 'county', null)
  const communities: string[] = []
  for (let town = 0; town < TOWNS; town += 1) {
    const parent = await makeUnit(payload, 'town', county, `第${town}镇`)
    for (let index = 0; index < COMMUNITIES; index += 1)
      communities.push((await makeUnit(payload, 'community', parent, `第${town}镇第${index}社区`)).id)
  }
  const department = await makeStaff(payload, 'department', county, { name: '部门甲' })
  const people = await addPeople(payload, Math.max(EACH, Math.ceil(participations / 10)), first, communities)
  let activities: Row[] = []
  let registrations: Row[] = []
  for (let made = 0, index = 0; made < participations; index += 1) {
    const count = Math.min(EACH, participations - made)
    const startsAt = new Date(FIRST_DAY + Math.floor((index * 365 * 14) / Math.ceil(participations / EACH)) * HOUR)
    const activity = activityRow(newId(payload), communities[index % communities.length] ?? '', startsAt, count)
    activities.push(activity)
    for (let place = 0; place < count; place += 1) {
      const person = people[(made + place) % people.length] ?? ''
      registrations.push(registrationRow(newId(payload), activity, person, department.id, place + 1))
    }
    made += count
    if (registrations.length >= BATCH || made === participations) {
      await bulkInsert(payload, 'activities', activities)
      await bulkInsert(payload, 'registrations', registrations)
      activities = []
      registrations = []
    }
  }
  return department
}

async function addPeople(payload: Payload, count: number, first: number, units: string[]): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const rows = Array.from({ length: Math.min(BATCH, count - ids.length) }, (_, index): Row => {
      const number = first + ids.length + index
      return {
        id: newId(payload),
        createdAt: new Date(FIRST_DAY).toISOString(),
        updatedAt: new Date(FIRST_DAY).toISOString(),
        name: `测试${number}`,
        phone: `154${String(number).padStart(8, '0')}`,
        phoneHash: `none:${randomUUID()}`,
        emailHash: `none:${randomUUID()}`,
        volunteerNumber: `BL${String(number).padStart(10, '0')}`,
        unit: units[number % units.length] ?? '',
      }
    })
    await bulkInsert(payload, 'people', rows)
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

function activityRow(id: string, unit: string, startsAt: Date, present: number): Row {
  const start = startsAt.toISOString()
  return {
    id,
    createdAt: start,
    updatedAt: start,
    revision: randomUUID(),
    title: '社区清洁志愿服务',
    line: 'riders',
    theme: 'warm',
    unit,
    startsAt: start,
    endsAt: new Date(startsAt.getTime() + 2 * HOUR).toISOString(),
    registrationClosesAt: start,
    place: '社区中心广场',
    description: '清洁楼道和小区公共区域，帮助独居老人打扫。',
    leader: '陈某',
    ledger: 'service',
    status: 'published',
    capacity: null,
    waitingList: true,
    approval: false,
    partyLimit: 1,
    outcome: { visits: 0, matters: 0 },
    taken: present,
    waiting: 0,
    free: null,
    present,
    minutes: present * 120,
    lastSequence: present,
    reminded: { reminder24h: start },
    counted: '{}',
    unsettled: false,
  }
}

function registrationRow(id: string, activity: Row, person: string, recordedBy: string, sequence: number): Row {
  return {
    id,
    createdAt: activity.createdAt,
    updatedAt: activity.updatedAt,
    revision: randomUUID(),
    activity: activity.id,
    unit: activity.unit ?? '',
    person,
    recordedBy,
    status: 'confirmed',
    attendance: 'present',
    sequence,
    minutes: 120,
    minutesSource: 'planned',
    walkIn: false,
    size: 1,
    came: 1,
    passes: 0,
    method: 'manual',
    checkedInAt: activity.startsAt ?? null,
    answers: null,
    counted: '{"taken":1,"waiting":0,"present":1,"minutes":120}',
    unsettled: false,
    unnotified: false,
  }
}
