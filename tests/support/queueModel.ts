/**
 * One activity's seats and its line as a list of people on paper: the simplest thing that keeps the promises of
 * docs/seats.md, written apart from src/domain and src/operations on purpose, as what both are compared with. It keeps
 * no counters: it counts. Every function returns a new sheet and leaves the old one as it is.
 */
export interface Sheet {
  /** Seats; null means unlimited. */
  capacity: number | null
  waitingList: boolean
  approval: boolean
  /** Milliseconds; from here on nobody moves up, and a free seat is for whoever comes. */
  startsAt: number
  /** The service time of one record, in the service ledger; null in the other. */
  minutesEach: number | null
  drawn: number
  parties: Party[]
  /** Whose record became part of whose. */
  merged: ReadonlyMap<number, number>
}

export interface Party {
  who: number
  status: 'pending' | 'confirmed' | 'waitlisted' | 'offered' | 'refused' | 'cancelled'
  size: number
  /** The number drawn on joining the line; null before. */
  sequence: number | null
  /** Heads that were let past this party. */
  passes: number
  /** Came without a seat. */
  walkIn: boolean
  attendance: 'unknown' | 'present' | 'absent'
  came: number | null
  minutes: number | null
  /** Put right with a reason: no mark from the door changes it from then on. */
  corrected: boolean
}

export const TWO_HOURS_MS = 7_200_000

export const emptySheet = (over: Partial<Sheet> = {}): Sheet => ({
  capacity: null,
  waitingList: true,
  approval: false,
  startsAt: 0,
  minutesEach: null,
  drawn: 0,
  parties: [],
  merged: new Map(),
  ...over,
})

const heads = (parties: Party[]): number => parties.reduce((sum, { size }) => sum + size, 0)
export const present = (sheet: Sheet): Party[] =>
  sheet.parties.filter(({ status, attendance }) => status === 'confirmed' && attendance === 'present')
export const headsSeated = (sheet: Sheet): number =>
  heads(sheet.parties.filter(({ status, walkIn }) => (status === 'confirmed' || status === 'offered') && !walkIn))
export const headsWaiting = (sheet: Sheet): number => heads(queueOf(sheet))
export const headsPresent = (sheet: Sheet): number => present(sheet).reduce((sum, { came }) => sum + (came ?? 0), 0)
export const minutesServed = (sheet: Sheet): number =>
  present(sheet).reduce((sum, { minutes }) => sum + (minutes ?? 0), 0)
export const queueOf = (sheet: Sheet): Party[] =>
  sheet.parties.filter(({ status }) => status === 'waitlisted').sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
export const partyOf = (sheet: Sheet, who: number): Party | undefined =>
  sheet.parties.find((party) => party.who === who)
const fits = (sheet: Sheet, size: number): boolean =>
  sheet.capacity === null || headsSeated(sheet) + size <= sheet.capacity

/** What became of a command at `now`: the new sheet, or null when it was refused. */
export type Step = (sheet: Sheet, now: number) => Sheet | null

const withParty = (sheet: Sheet, party: Party): Sheet => ({
  ...sheet,
  parties: [...sheet.parties.filter(({ who }) => who !== party.who), party],
})

/** Who the person is by now: what staff do to a record that became part of another is done to that one. */
export function heirOf(sheet: Sheet, who: number): number {
  const heir = sheet.merged.get(who)
  return heir === undefined ? who : heirOf(sheet, heir)
}

/** A person whose record has ended is logged in no more. */
const byPerson =
  (who: number, step: Step): Step =>
  (sheet, now) =>
    sheet.merged.has(who) ? null : step(sheet, now)

function change(sheet: Sheet, who: number, decide: (party: Party) => Partial<Party> | null): Sheet | null {
  const party = partyOf(sheet, heirOf(sheet, who))
  const changed = party ? decide(party) : null
  return party && changed ? withParty(sheet, { ...party, ...changed }) : null
}

const join = (sheet: Sheet, party: Party, now: number): Sheet | null => {
  if (sheet.capacity !== null && party.size > sheet.capacity) return null
  const hasBegun = now >= sheet.startsAt
  const isSeated = (hasBegun || queueOf(sheet).length === 0) && fits(sheet, party.size)
  if (!isSeated && (hasBegun || !sheet.waitingList)) return null
  const sequence = sheet.drawn + 1
  return withParty({ ...sheet, drawn: sequence }, { ...party, sequence, status: isSeated ? 'confirmed' : 'waitlisted' })
}

export const signUp = (who: number, size: number): Step =>
  byPerson(who, (sheet, now) => {
    const known = partyOf(sheet, who)
    const hasBegun = now >= sheet.startsAt
    // Who waited in vain may come for a free seat like anybody else, and was approved before.
    const isLeftOver = hasBegun && known?.status === 'waitlisted' && fits(sheet, size)
    if (known && known.status !== 'cancelled' && !isLeftOver) return sheet
    // Without a line nobody is asked to wait for an organiser either; and a party needs as many seats as there are at
    // all.
    const hasQueue = sheet.waitingList && !hasBegun
    if (!hasQueue && ((!hasBegun && headsWaiting(sheet) > 0) || !fits(sheet, size))) return null
    if (sheet.capacity !== null && size > sheet.capacity) return null
    const party: Party = {
      who,
      status: 'pending',
      size,
      sequence: null,
      passes: 0,
      walkIn: false,
      attendance: 'unknown',
      came: null,
      minutes: null,
      corrected: false,
    }
    return sheet.approval && !isLeftOver ? withParty(sheet, party) : join(sheet, party, now)
  })

export const decide =
  (who: number, decision: 'approve' | 'refuse'): Step =>
  (sheet, now) => {
    const party = partyOf(sheet, heirOf(sheet, who))
    const isRepeated =
      decision === 'refuse'
        ? party?.status === 'refused'
        : sheet.approval && ['confirmed', 'waitlisted', 'offered'].includes(party?.status ?? '')
    if (isRepeated) return sheet
    // A refusal can be taken back.
    if (party?.status !== 'pending' && !(party?.status === 'refused' && decision === 'approve')) return null
    if (decision === 'refuse') return withParty(sheet, { ...party, status: 'refused' })
    return join(sheet, party, now) ?? withParty(sheet, { ...party, status: 'cancelled' })
  }

export const cancel = (who: number): Step =>
  byPerson(who, (sheet) =>
    change(sheet, who, ({ attendance }) => (attendance === 'present' ? null : { status: 'cancelled' })),
  )

export const accept = (who: number): Step =>
  byPerson(who, (sheet) =>
    change(sheet, who, ({ status }) =>
      status === 'offered' ? { status: 'confirmed' } : status === 'confirmed' ? {} : null,
    ),
  )

/** An offer nobody answered. */
export const lapse =
  (who: number): Step =>
  (sheet) =>
    change(sheet, who, ({ status }) => (status === 'offered' ? { status: 'cancelled' } : {}))

const attended = ({ minutesEach }: Sheet, { status, walkIn }: Party, came: number): Partial<Party> => ({
  attendance: 'present',
  came,
  minutes: minutesEach,
  status: 'confirmed',
  walkIn: walkIn || !(status === 'confirmed' || status === 'offered'),
})
const ABSENT = { attendance: 'absent', came: null, minutes: null } as const

/** Marked at the door: who was seen was there, whatever was marked before or after; more of a party may come later. */
export const mark =
  (who: number, attendance: 'present' | 'absent', came: number): Step =>
  (sheet) =>
    change(sheet, who, (party) => {
      if (party.attendance === 'present') return attendance === 'present' && came > (party.came ?? 0) ? { came } : {}
      if (attendance === 'absent') return ABSENT
      return party.attendance === 'absent' && party.corrected ? {} : attended(sheet, party, came)
    })

/** Put right later, with a reason. */
export const correct =
  (who: number, attendance: 'present' | 'absent', came: number): Step =>
  (sheet) =>
    change(sheet, who, (party) => {
      if (attendance === party.attendance && (attendance === 'absent' || came === party.came)) return {}
      return { ...(attendance === 'absent' ? ABSENT : attended(sheet, party, came)), corrected: true }
    })

/** From which standing to which, the better last. */
const ORDER: Party['status'][] = ['cancelled', 'refused', 'pending', 'waitlisted', 'offered', 'confirmed']
const standing = ({ attendance, status }: Party): number =>
  attendance === 'present' ? ORDER.length : ORDER.indexOf(status)

/**
 * Two were one: of their two parties the one that stands higher stays, under the name that stays; all that the other
 * held is free.
 */
export const merge =
  (from: number, into: number): Step =>
  (sheet) => {
    if (sheet.merged.get(from) === into) return sheet
    if (from === into || sheet.merged.has(from) || sheet.merged.has(into)) return null
    const [ending, staying] = [partyOf(sheet, from), partyOf(sheet, into)]
    const isHigher =
      ending &&
      (!staying ||
        standing(ending) > standing(staying) ||
        (standing(ending) === standing(staying) &&
          ending.status === 'waitlisted' &&
          (ending.sequence ?? 0) < (staying.sequence ?? 0)))
    const kept = isHigher ? { ...ending, who: into } : staying
    const others = sheet.parties.filter(({ who }) => who !== from && who !== into)
    return { ...sheet, parties: kept ? [...others, kept] : others, merged: new Map([...sheet.merged, [from, into]]) }
  }

export const setCapacity =
  (capacity: number | null): Step =>
  (sheet) => ({ ...sheet, capacity })

export const moveStart =
  (startsAt: number): Step =>
  (sheet) => ({ ...sheet, startsAt })

/** Nothing is kept for anybody once the activity has begun; null when nothing is. */
function endOffer(sheet: Sheet, now: number): Sheet | null {
  const offered = now >= sheet.startsAt ? sheet.parties.find(({ status }) => status === 'offered') : undefined
  return offered ? withParty(sheet, { ...offered, status: 'cancelled' }) : null
}

/** Gives a free seat, or all that a party needs, to the one whose turn it is; null when it is nobody's turn. */
export function giveSeats(sheet: Sheet, now: number): Sheet | null {
  if (now >= sheet.startsAt) return null
  const isClose = sheet.startsAt - now <= TWO_HOURS_MS
  const overtaken: Party[] = []
  for (const party of queueOf(sheet)) {
    if (fits(sheet, party.size)) {
      const next = overtaken.reduce(
        (after, earlier) => withParty(after, { ...earlier, passes: earlier.passes + party.size }),
        sheet,
      )
      return withParty(next, { ...party, status: isClose ? 'offered' : 'confirmed' })
    }
    const isPromised = party.passes >= party.size && (sheet.capacity === null || party.size <= sheet.capacity)
    if (isPromised && !isClose) return null
    overtaken.push(party)
  }
  return null
}

export function giveAllSeats(sheet: Sheet, now: number): Sheet {
  for (let before = sheet; ;) {
    const after = giveSeats(before, now)
    if (after === null) return before
    before = after
  }
}

export interface Attempt {
  step: Step
  /** Whether it was answered with success; undefined when no answer came, so that it may have happened or not. */
  succeeded: boolean | undefined
}

/**
 * Every sheet that commands given at the same time can end in: each happens at one moment, in some order; a free seat
 * is given away, and an offer ends with the start, at some moment after it came to that; in the end nothing of the kind
 * is left to do.
 */
export function outcomes(sheet: Sheet, attempts: Attempt[], now: number): Sheet[] {
  const found = new Map<string, Sheet>()
  const seen = new Set<string>()
  const visit = (current: Sheet, left: Attempt[]): void => {
    const key = `${left.map((attempt) => attempts.indexOf(attempt)).join()}|${textOf(current)}`
    if (seen.has(key)) return
    seen.add(key)
    const given = endOffer(current, now) ?? giveSeats(current, now)
    if (given) visit(given, left)
    if (left.length === 0 && !given) found.set(textOf(current), current)
    for (const attempt of left) {
      const others = left.filter((other) => other !== attempt)
      const after = attempt.step(current, now)
      if (after && attempt.succeeded !== false) visit(after, others)
      if (attempt.succeeded === undefined || (attempt.succeeded === false && !after)) visit(current, others)
    }
  }
  visit(sheet, attempts)
  return [...found.values()]
}

/**
 * All of the sheet that later steps depend on, as lines of text: who holds no seat and no place in line any more has no
 * size and number to agree on, and is left out where nothing is recorded either.
 */
export function linesOf({
  capacity,
  startsAt,
  drawn,
  parties,
  merged,
}: Pick<Sheet, 'capacity' | 'startsAt' | 'drawn' | 'parties' | 'merged'>): string[] {
  const rows = parties
    .filter(({ status, attendance }) => status !== 'cancelled' || attendance !== 'unknown')
    .sort((a, b) => a.who - b.who)
  const placeOf = ({ status, walkIn, size, sequence, passes }: Party): string =>
    status === 'cancelled' || walkIn ? '' : ` ${size} heads, no. ${sequence}, passed ${passes},`
  return [
    `capacity ${capacity}, starts at ${new Date(startsAt).toISOString()}, ${drawn} numbers drawn`,
    ...[...merged].sort(([a], [b]) => a - b).map(([from, into]) => `${from} is ${into}`),
    ...rows.map(
      (row) =>
        `${row.who}: ${row.status}${row.walkIn ? ', walk-in' : ''},${placeOf(row)} ${row.attendance} ${row.came} ${row.minutes}${row.corrected ? ', corrected' : ''}`,
    ),
  ]
}

const textOf = (sheet: Sheet): string => linesOf(sheet).join('\n')
