import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { newId } from '../../src/database/rows.ts'
import { registrationContribution } from '../../src/domain/tallies/contributions.ts'
import { bulkInsert, type Row } from '../../src/seed/bulkInsert.ts'

/**
 * What is stored before anything is measured: registrations spread over many activities, 60 to each as in life. One
 * activity in five lies ahead and is open for sign-up and check-in; the others are over, with everybody present.
 */
export interface Stock {
  unit: string
  registrations: number
  /** Open activities without a limit. */
  open: string[]
  /** Sign-ups of open activities. */
  signedUp: { id: string; activity: string }[]
  /** People who are signed up nowhere yet. */
  people: string[]
  /** Who holds the seats of full activities, and waits for them. */
  regulars: string[]
}

const EACH = 60
const OPEN_AT_LEAST = 10
/** So many that what they sign up for during the measurement stays a few each, at every size. */
const NEWCOMERS = 18_000
const REGULARS = 1200
const BATCH = 20_000

const later = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
const stamped = (hours = -48) => ({ revision: randomUUID(), createdAt: later(hours), updatedAt: later(hours) })

export async function emptyStock(payload: Payload, unit: string): Promise<Stock> {
  return {
    unit,
    registrations: 0,
    open: [],
    signedUp: [],
    people: await addPeople(payload, NEWCOMERS),
    regulars: await addPeople(payload, REGULARS),
  }
}

/** Adds registrations until there are `total`, with the people and activities they are of. */
export async function fillUp(payload: Payload, stock: Stock, total: number): Promise<void> {
  let people: string[] = []
  let rows: Row[] = []
  while (stock.registrations < total) {
    // Everybody comes about ten times.
    if (people.length < EACH) people = await addPeople(payload, Math.min(2000, Math.max(EACH, total / 10)))
    const count = Math.min(EACH, total - stock.registrations)
    const isOpen = stock.open.length < Math.max(OPEN_AT_LEAST, Math.ceil((stock.registrations + count) / (5 * EACH)))
    const attendance = isOpen ? 'unknown' : 'present'
    const activity = activityRow(newId(payload), stock.unit, { isOpen, capacity: null, taken: count, waiting: 0 })
    await bulkInsert(payload, 'activities', [activity])
    const first = Math.floor(Math.random() * (people.length - count))
    const own = people.slice(first, first + count).map((person, index) =>
      registrationRow(newId(payload), activity.id, stock.unit, person, {
        status: 'confirmed',
        sequence: index + 1,
        attendance,
      }),
    )
    rows.push(...own)
    stock.registrations += count
    if (isOpen) {
      stock.open.push(activity.id)
      stock.signedUp.push(...own.map(({ id }) => ({ id, activity: activity.id })))
    }
    if (rows.length >= BATCH || stock.registrations === total) {
      await bulkInsert(payload, 'registrations', rows)
      rows = []
      if (stock.registrations % 100_000 < BATCH) people = []
    }
  }
}

/** An activity with everything still to give. */
export async function addHotActivity(payload: Payload, stock: Stock, capacity: number): Promise<string> {
  const row = activityRow(newId(payload), stock.unit, { isOpen: true, capacity, taken: 0, waiting: 0 })
  await bulkInsert(payload, 'activities', [row])
  return row.id
}

/** Full activities with a line behind them; @returns who holds the seats, spread over the activities. */
export async function addFullActivities(
  payload: Payload,
  stock: Stock,
  count: number,
): Promise<{ id: string; activity: string; person: string }[]> {
  const activities = Array.from({ length: count }, () =>
    activityRow(newId(payload), stock.unit, { isOpen: true, capacity: EACH, taken: EACH, waiting: EACH }),
  )
  const holders: { id: string; activity: string; person: string }[] = []
  const rows = activities.flatMap(({ id: activity }, turn) =>
    Array.from({ length: 2 * EACH }, (_, index) => {
      const status = index < EACH ? 'confirmed' : 'waitlisted'
      const person = stock.regulars[(turn * 2 * EACH + index) % stock.regulars.length] ?? ''
      const row = registrationRow(newId(payload), activity, stock.unit, person, {
        status,
        sequence: index + 1,
        attendance: 'unknown',
      })
      if (status === 'confirmed') holders.push({ id: row.id, activity, person })
      return row
    }),
  )
  await bulkInsert(payload, 'activities', activities)
  await bulkInsert(payload, 'registrations', rows)
  const inTurn = (index: number): number => (index % EACH) * count + Math.floor(index / EACH)
  return holders
    .map((holder, index) => [inTurn(index), holder] as const)
    .sort(([a], [b]) => a - b)
    .map(([, holder]) => holder)
}

async function addPeople(payload: Payload, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (): Row => {
    const { revision: _, ...times } = stamped()
    return {
      id: newId(payload),
      ...times,
      name: '测试',
      phone: null,
      email: 'someone@example.org',
      phoneHash: `none:${randomUUID()}`,
      emailHash: `none:${randomUUID()}`,
      volunteerNumber: randomUUID(),
    }
  })
  await bulkInsert(payload, 'people', rows)
  return rows.map(({ id }) => id)
}

function activityRow(
  id: string,
  unit: string,
  { isOpen, capacity, taken, waiting }: { isOpen: boolean; capacity: number | null; taken: number; waiting: number },
): Row {
  // Check-in opens six hours before the start, and from two hours before it seats are offered.
  const startsIn = isOpen ? 3 + 2.5 * Math.random() : -24 * (1 + Math.floor(Math.random() * 300))
  const startsAt = later(startsIn)
  const counters = {
    taken,
    waiting,
    free: capacity === null ? null : capacity - taken,
    present: isOpen ? 0 : taken,
    minutes: 0,
    lastSequence: taken + waiting,
  }
  return {
    id,
    ...stamped(startsIn - 72),
    title: '测速活动',
    line: 'riders',
    theme: 'warm',
    unit,
    startsAt,
    // Whoever was signed up a day before the start was reminded then.
    reminded: { reminder24h: startsAt },
    endsAt: later(startsIn + 2),
    registrationClosesAt: later(startsIn),
    place: '测速',
    ledger: 'participation',
    status: 'published',
    capacity,
    waitingList: true,
    approval: false,
    partyLimit: 1,
    outcome: { visits: 0, matters: 0 },
    ...counters,
    counted: '{}',
    unsettled: false,
  }
}

function registrationRow(
  id: string,
  activity: string,
  unit: string,
  person: string,
  facts: { status: 'confirmed' | 'waitlisted'; sequence: number; attendance: 'unknown' | 'present' },
): Row {
  const all = {
    ...facts,
    minutes: null,
    walkIn: false,
    size: 1,
    came: facts.attendance === 'present' ? 1 : null,
    passes: 0,
  }
  return {
    id,
    ...stamped(),
    activity,
    unit,
    person,
    ...all,
    answers: null,
    counted: JSON.stringify(registrationContribution(all)),
    unsettled: false,
    unnotified: false,
  }
}
