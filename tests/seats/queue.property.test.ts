import { deepStrictEqual } from 'node:assert/strict'
import { test } from '@jest/globals'
import fc from 'fast-check'
import {
  NOTHING,
  registrationContribution,
  type RegistrationContribution,
} from '../../src/domain/tallies/contributions.ts'
import { standsHigher } from '../../src/domain/people/merging.ts'
import { timed, type PlannedTime, type ServiceFacts } from '../../src/domain/attendance/hours.ts'
import {
  admissionFor,
  freeSeats,
  isCloseToStart,
  nextInQueue,
  seatsAt,
  offerDeadline,
  standingWhenPresent,
  type Seats,
} from '../../src/domain/seats/seats.ts'
import * as paper from '../support/queueModel.ts'
import type { Party, Sheet } from '../support/queueModel.ts'

/**
 * The pure rules, driven through random lives of an activity: beside each step the list on paper
 * (tests/support/queueModel.ts) is kept and must say the same; and each promise of docs/seats.md is checked by itself,
 * on the rows alone. A failure prints the seed and the shortest sequence that fails; run it again with `{ seed, path
 * }`.
 */
const SEQUENCES = 10_000
const PEOPLE = 9
const MINUTE = 60_000
/** More heads than this cannot go past a party in one step. */
const LARGEST_PARTY = 10

type Row = Party & ServiceFacts & { deadline: number | null; counted: RegistrationContribution }

/**
 * The records of one activity with their counters, kept as src/operations keeps them, by the domain's decisions alone.
 */
class Desk {
  readonly rows = new Map<number, Row>()
  readonly merged = new Map<number, number>()
  readonly seats: Seats
  private readonly plan: PlannedTime
  present = 0
  minutes = 0
  now = 0
  /**
   * By the observer's own count: heads that got a seat past each of those who wait, while a seat could be theirs and
   * saving was on.
   */
  private readonly gonePast = new Map<number, number>()

  constructor(
    readonly startsAt: number,
    isService: boolean,
    capacity: number | null,
    waitingList: boolean,
  ) {
    this.plan = {
      ledger: isService ? 'service' : 'participation',
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 90 * MINUTE).toISOString(),
    }
    this.seats = { capacity, taken: 0, waiting: 0, lastSequence: 0, waitingList }
  }

  write(who: number, patch: Partial<Row>): void {
    const row = this.rows.get(who) ?? { ...NEW, who }
    const next = timed(this.admit({ ...row, ...patch }), this.plan)
    const after = registrationContribution(next)
    this.seats.taken += after.taken - row.counted.taken
    this.seats.waiting += after.waiting - row.counted.waiting
    this.present += after.present - row.counted.present
    this.minutes += after.minutes - row.counted.minutes
    if (next.status !== 'waitlisted') this.gonePast.delete(who)
    this.rows.set(who, { ...next, counted: after })
  }

  private admit(row: Row): Row {
    if (row.status !== 'waitlisted' || row.sequence !== null) return row
    const admission = admissionFor(this.seatsNow(), row.size)
    if (admission === 'full') return { ...row, status: 'cancelled' }
    this.seats.lastSequence += 1
    if (admission === 'confirmed') this.judgeGift(row.size, this.seats.lastSequence)
    return { ...row, status: admission, sequence: this.seats.lastSequence }
  }

  seatsNow = (): Seats => seatsAt({ ...this.seats, startsAt: this.plan.startsAt }, new Date(this.now))

  /** Gives back what one of the two holds, in the step in which the other one takes its place. */
  merge(from: number, into: number): void {
    const [ending, staying] = [this.rows.get(from), this.rows.get(into)]
    this.merged.set(from, into)
    if (!ending) return
    const isHigher = !staying || standsHigher(ending, staying)
    const given = isHigher ? staying : ending
    if (given) this.write(given.who, { status: 'cancelled', attendance: 'unknown', came: null })
    this.rows.delete(from)
    const past = this.gonePast.get(from)
    this.gonePast.delete(from)
    if (!isHigher) return
    this.rows.set(into, { ...ending, who: into })
    if (past === undefined) this.gonePast.delete(into)
    else this.gonePast.set(into, past)
  }

  heirOf = (who: number): number => (this.merged.has(who) ? this.heirOf(this.merged.get(who) ?? who) : who)

  fill(): void {
    if (this.now >= this.startsAt) return
    for (;;) {
      const choice = nextInQueue(this.queue(), this.seats, this.isClose())
      if (!choice) return
      const { who, size, sequence } = choice.next
      this.judgeGift(size, sequence ?? 0)
      for (const row of choice.passed) this.write(row.who, { passes: row.passes + size })
      this.write(who, this.isClose() ? { status: 'offered', deadline: this.deadline() } : { status: 'confirmed' })
    }
  }

  queue = (): Row[] =>
    [...this.rows.values()]
      .filter(({ status }) => status === 'waitlisted')
      .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
  isClose = (): boolean => isCloseToStart(this.plan.startsAt, new Date(this.now))
  private held = (): number =>
    [...this.rows.values()].reduce(
      (sum, { status, walkIn, size }) => sum + ((status === 'confirmed' || status === 'offered') && !walkIn ? size : 0),
      0,
    )

  private deadline(): number {
    const deadline = offerDeadline(this.plan.startsAt, new Date(this.now)).getTime()
    const left = this.startsAt - this.now
    must(deadline > this.now && deadline <= this.startsAt, 'an offer ends between now and the start')
    must(deadline - this.now >= Math.min(left, 10 * MINUTE), 'an offer stands for ten minutes, where there are ten')
    return deadline
  }

  /** Every seat given: there is one for each head, and nobody before was wronged. */
  private judgeGift(size: number, sequence: number): void {
    const { capacity } = this.seats
    const free = capacity === null ? Infinity : capacity - this.held()
    must(free >= size, 'there is a seat for each head')
    // After the start a free seat is for whoever comes.
    if (this.now >= this.startsAt) return
    for (const earlier of this.queue().filter((row) => (row.sequence ?? 0) < sequence)) {
      must(earlier.size > free, 'who is passed did not fit')
      if (this.isClose() || (capacity !== null && earlier.size > capacity)) continue
      const before = this.gonePast.get(earlier.who) ?? 0
      must(before < earlier.size, 'seats are saved up for a party once as many went past it as it needs')
      must(before + size < earlier.size + LARGEST_PARTY, 'so that nobody loses more than one party beyond that')
      this.gonePast.set(earlier.who, before + size)
    }
  }

  /** What holds whenever a step is over. */
  judge(capacityBefore: number | null, heldBefore: number): void {
    const { capacity, taken, waiting } = this.seats
    const held = this.held()
    must(
      capacity === null ||
        held <= capacity ||
        (held <= heldBefore && (heldBefore > capacity || capacityBefore !== capacity)),
      'over the capacity only after it was lowered, and never more',
    )
    deepStrictEqual({ taken, waiting, present: this.present, minutes: this.minutes }, this.recounted())
    // Nobody who fits waits beside free seats, unless they are being saved up for somebody before.
    const free = capacity === null ? Infinity : capacity - held
    if (this.now >= this.startsAt) return
    this.queue().forEach((row, place, queue) => {
      const isSavedFor = queue
        .slice(0, place)
        .some(({ size, passes }) => passes >= size && size > free && (capacity === null || size <= capacity))
      must(row.size > free || (isSavedFor && !this.isClose()), 'nobody who fits waits beside free seats')
    })
  }

  private recounted() {
    const came = [...this.rows.values()].filter(
      ({ status, attendance }) => status === 'confirmed' && attendance === 'present',
    )
    return {
      taken: this.held(),
      waiting: this.queue().reduce((sum, { size }) => sum + size, 0),
      present: came.reduce((sum, row) => sum + (row.came ?? row.size), 0),
      minutes: came.reduce((sum, row) => sum + (row.minutes ?? 0), 0),
    }
  }
}

/** Jest's own `expect` would take ten times as long as all the rest. */
function must(isSo: boolean, promise: string): void {
  if (!isSo) throw new Error(`Broken: ${promise}`)
}

const NEW: Omit<Row, 'who'> = {
  status: 'cancelled',
  size: 1,
  sequence: null,
  passes: 0,
  walkIn: false,
  attendance: 'unknown',
  came: null,
  minutes: null,
  corrected: false,
  minutesSource: null,
  checkedInAt: null,
  checkedOutAt: null,
  method: 'manual',
  deadline: null,
  counted: NOTHING,
}

interface Command {
  name: string
  onPaper: (sheet: Sheet, now: number) => Sheet | null
  atDesk: (desk: Desk, isApproved: boolean) => void
}

const signUp = (who: number, size: number): Command => ({
  name: `${who} signs up, ${size}`,
  onPaper: paper.signUp(who, size),
  atDesk: (desk, isApproved) => {
    if (desk.merged.has(who)) return
    const known = desk.rows.get(who)
    const seats = desk.seatsNow()
    const free = freeSeats(seats)
    const isShut =
      admissionFor(seats, size) === 'full' ||
      (seats.capacity !== null && size > seats.capacity) ||
      (!seats.waitingList && free !== null && size > free)
    const isLeftOver =
      known?.status === 'waitlisted' && desk.now >= desk.startsAt && admissionFor(seats, size) === 'confirmed'
    if ((known && known.status !== 'cancelled' && !isLeftOver) || isShut) return
    desk.write(who, {
      ...NEW,
      counted: known?.counted ?? NOTHING,
      size,
      status: isApproved && !isLeftOver ? 'pending' : 'waitlisted',
    })
  },
})

const decide = (who: number, decision: 'approve' | 'refuse'): Command => ({
  name: `${who}: ${decision}`,
  onPaper: paper.decide(who, decision),
  atDesk: (desk) => {
    const heir = desk.heirOf(who)
    const status = desk.rows.get(heir)?.status
    if (status === 'pending' || (status === 'refused' && decision === 'approve'))
      desk.write(heir, { status: decision === 'approve' ? 'waitlisted' : 'refused' })
  },
})

const cancel = (who: number): Command => ({
  name: `${who} cancels`,
  onPaper: paper.cancel(who),
  atDesk: (desk) => {
    const row = desk.rows.get(who)
    if (row && row.attendance !== 'present') desk.write(who, { status: 'cancelled' })
  },
})

const accept = (who: number): Command => ({
  name: `${who} accepts`,
  onPaper: paper.accept(who),
  atDesk: (desk) => {
    if (desk.rows.get(who)?.status === 'offered') desk.write(who, { status: 'confirmed' })
  },
})

const correct = (who: number, attendance: 'present' | 'absent', came: number): Command => ({
  name: `${who} is put right: ${attendance}, ${came}`,
  onPaper: paper.correct(who, attendance, came),
  atDesk: (desk) => {
    const row = desk.rows.get(desk.heirOf(who))
    if (!row) return
    const { status, walkIn } = standingWhenPresent(row.status)
    const said = { attendance, came: attendance === 'present' ? came : null }
    if (said.attendance === row.attendance && said.came === row.came) return
    desk.write(row.who, {
      ...said,
      corrected: true,
      ...(attendance === 'present' && { ...(status && { status }), ...(walkIn && { walkIn }) }),
    })
  },
})

const setCapacity = (capacity: number | null): Command => ({
  name: `capacity ${capacity}`,
  onPaper: paper.setCapacity(capacity),
  atDesk: (desk) => {
    desk.seats.capacity = capacity
  },
})

const merge = (from: number, into: number): Command => ({
  name: `${from} is ${into}`,
  onPaper: paper.merge(from, into),
  atDesk: (desk) => {
    if (from !== into && !desk.merged.has(from) && !desk.merged.has(into)) desk.merge(from, into)
  },
})

/** Time passes, with its offers. */
const wait = (minutes: number): Command => ({
  name: `${minutes} minutes pass`,
  onPaper: (sheet) => sheet,
  atDesk: (desk) => {
    desk.now += minutes * MINUTE
  },
})

const who = fc.nat(PEOPLE - 1)
const size = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(1, 1, 1, 2, 3) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: LARGEST_PARTY }) },
)
const seats = fc.option(fc.integer({ min: 1, max: 12 }), { freq: 12, nil: null })
const command: fc.Arbitrary<Command> = fc
  .oneof(
    { weight: 10, arbitrary: fc.tuple(who, size).map(([one, many]) => signUp(one, many)) },
    { weight: 6, arbitrary: who.map(cancel) },
    { weight: 2, arbitrary: seats.map(setCapacity) },
    { weight: 2, arbitrary: who.map(accept) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(who, fc.constantFrom('approve', 'approve', 'refuse'))
        .map(([one, decision]) => decide(one, decision as 'approve')),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(who, fc.constantFrom('present', 'absent'), size)
        .map(([one, attendance, came]) => correct(one, attendance as 'present', came)),
    },
    { weight: 2, arbitrary: fc.tuple(who, who).map(([from, into]) => merge(from, into)) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 60 }).map(wait) },
  )
  // What a failure prints of it.
  .map((made) => ({ ...made, [fc.toStringMethod]: () => made.name }))

const setting = fc.record({
  capacity: seats,
  waitingList: fc.constantFrom(true, true, true, false),
  approval: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isService: fc.boolean(),
  startsInMinutes: fc.constantFrom(5, 60, 150, 600),
})

test(`${SEQUENCES} random lives of an activity: nothing is oversold, the order is kept, nobody starves, the counters are the sum`, () => {
  fc.assert(
    fc.property(
      setting,
      fc.array(command, { maxLength: 40, size: 'max' }),
      ({ capacity, waitingList, approval, isService, startsInMinutes }, commands) => {
        const startsAt = startsInMinutes * MINUTE
        const desk = new Desk(startsAt, isService, capacity, waitingList)
        let sheet = paper.emptySheet({ capacity, waitingList, approval, startsAt, minutesEach: isService ? 90 : null })
        for (const { onPaper, atDesk } of commands) {
          const before = { capacity: desk.seats.capacity, held: paper.headsSeated(sheet) }
          atDesk(desk, approval)
          sheet = onPaper(sheet, desk.now) ?? sheet
          for (const row of desk.rows.values()) {
            if (row.status !== 'offered' || (row.deadline ?? 0) > desk.now) continue
            desk.write(row.who, { status: 'cancelled' })
            sheet = paper.lapse(row.who)(sheet, desk.now) ?? sheet
          }
          desk.fill()
          sheet = paper.giveAllSeats(sheet, desk.now)
          deepStrictEqual(
            paper.linesOf({
              capacity: desk.seats.capacity,
              startsAt,
              drawn: desk.seats.lastSequence,
              parties: [...desk.rows.values()],
              merged: desk.merged,
            }),
            paper.linesOf(sheet),
          )
          desk.judge(before.capacity, before.held)
        }
      },
    ),
    { numRuns: SEQUENCES },
  )
})
