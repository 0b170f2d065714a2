import type { PayloadRequest } from 'payload'
import { findRow, findRows, findRowsBy, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import type { NewRow, RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { erasedFields } from '../../domain/people/erasure.ts'
import { requireOpenPerson } from '../identity/openPerson.ts'
import { erasureOfFields } from '../shared/onErasureOf.ts'
import { tallyChanges } from '../tallies/settleActivity.ts'
import { findStanding } from './findStanding.ts'
import { stepOf, type Change, type Step } from './stepOf.ts'

/**
 * One swap's writes to an activity, its sign-ups and all that goes with them (docs/seats.md). Steps follow each
 * other on it as if each had been written; nothing is, until `write`.
 */
export class SeatDraft {
  /** Whether somebody who waits may move up. */
  isSeatToGive = false
  /** Seats that were given in it. */
  given = 0
  private rows = new Map<string, RegistrationRow>()
  private erased = new Set<string>()
  private changes = new Map<string, RowChange<'registrations'>>()
  private added = new Map<string, NewRow<'registrations'>>()
  private lines: NewRow<'audit'>[] = []
  private counters: Partial<ActivityRow> = {}
  private also: RowChange[] = []
  private people: NewRow<'people'>[] = []

  private constructor(
    readonly req: PayloadRequest,
    private readonly stored: ActivityRow,
    public activity: ActivityRow,
  ) {}

  /** @throws AppError not-found */
  static async of(req: PayloadRequest, activityId: string): Promise<SeatDraft> {
    const activity = await findRow(req, 'activities', activityId)
    if (!activity) throw new AppError('not-found')
    return new SeatDraft(req, activity, activity)
  }

  copy(): SeatDraft {
    const copy = new SeatDraft(this.req, this.stored, this.activity)
    copy.isSeatToGive = this.isSeatToGive
    copy.given = this.given
    copy.rows = new Map(this.rows)
    copy.erased = new Set(this.erased)
    copy.changes = new Map(this.changes)
    copy.added = new Map(this.added)
    copy.lines = [...this.lines]
    copy.counters = this.counters
    copy.also = [...this.also]
    copy.people = [...this.people]
    return copy
  }

  /** Goes on as a copy that was worked on. */
  adopt(copy: SeatDraft): void {
    Object.assign(this, copy)
  }

  /**
   * The sign-up as it stands in the draft, or the one that it became part of by a merge; null when there is none. Those
   * that were loaded together are not asked for again.
   */
  async find(id: string): Promise<RegistrationRow | null> {
    if (!this.rows.has(id)) await this.load([id])
    const row = this.rows.get(id)
    if (!row?.mergedInto) return row ?? null
    const standing = await findStanding(this.req, id)
    if (standing) await this.take([standing])
    return standing && this.row(standing.id)
  }

  async load(ids: string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.rows.has(id))
    await this.take(await findRows(this.req, 'registrations', unknown))
  }

  /** Rows that were read just now. */
  async take(read: RegistrationRow[]): Promise<void> {
    const rows = read.filter(({ id }) => !this.rows.has(id))
    for (const row of rows) this.rows.set(row.id, row)
    // Looked at after the registrations were read: an erasure marks the person first and then writes each of their
    // registrations, so that whoever does not see the mark here finds the registration changed.
    const people = [...new Set(rows.map(({ person }) => person))]
    if (people.length === 0) return
    for (const { id, erasedAt } of await findRowsBy(this.req, 'people', { id: people }, ['id', 'erasedAt']))
      if (erasedAt !== null && erasedAt !== undefined) this.erased.add(id)
  }

  /** Those in the draft who wait, in the order in which they are served. */
  waiting(): (RegistrationRow & { sequence: number })[] {
    return [...this.rows.values()]
      .filter(
        (row): row is RegistrationRow & { sequence: number } => row.status === 'waitlisted' && row.sequence !== null,
      )
      .sort((a, b) => a.sequence - b.sequence)
  }

  /**
   * @returns whether anything has changed
   * @throws AppError person-erased, where a seat would be given to nobody
   */
  change(req: PayloadRequest, row: RegistrationRow, change: Change | null, now: Date, also?: RowChange): boolean {
    const step = change && stepOf(req, row, this.activity, change, now)
    if (!step) return false
    if (this.erased.has(step.next.person)) takeWordsOut(req, row, step)
    this.note(step)
    this.set(row.id, row.revision, step.row)
    for (const { id, revision, set = {} } of step.others) this.set(id, revision, set)
    this.rows.set(row.id, { ...step.next, ...step.row })
    if (also) this.also.push(also)
    return true
  }

  /** A sign-up that is not there yet. @throws AppError full, when no seat is left and nobody can wait */
  add(req: PayloadRequest, row: RegistrationRow, now: Date, how: Pick<Change, 'decision' | 'isQuiet'> = {}): void {
    const step = stepOf(req, row, this.activity, how, now)
    if (!step || step.next.status === 'cancelled') throw new AppError('full')
    this.note(step)
    const { id, activity, person, createdAt } = step.next
    this.added.set(id, { collection: 'registrations', id, insert: { ...step.row, activity, person, createdAt } })
    this.rows.set(id, { ...step.next, ...step.row })
  }

  addLine(line: NewRow<'audit'>): void {
    this.lines.push(line)
  }

  /** A person who is not there yet, of a sign-up that is added too. */
  addPerson(person: NewRow<'people'>): void {
    this.people.push(person)
  }

  /** A row of something else that is written with it. */
  addChange(change: RowChange): void {
    this.also.push(change)
  }

  /** As it stands in the draft. */
  row(id: string): RegistrationRow {
    const row = this.rows.get(id)
    if (!row) throw new AppError('not-found')
    return row
  }

  get isChanged(): boolean {
    return this.changes.size + this.added.size + this.lines.length + this.also.length > 0
  }

  /** @returns false when another writer was faster: all is to be decided anew */
  async write(): Promise<boolean> {
    const { activity, stored, req } = this
    const isTallyMoved = activity.present !== stored.present || activity.minutes !== stored.minutes
    const { counted, additions } = isTallyMoved ? await tallyChanges(req, activity) : { counted: null, additions: [] }
    const set = { ...this.counters, ...(counted !== null && { counted }) }
    const isNew = this.added.size > 0
    const changes: RowChange[] = [...this.changes.values(), ...this.also, ...additions]
    // With a newcomer also where no counter moves (who waits for approval): nobody signs up for what was withdrawn or
    // deleted meanwhile.
    if (isNew || Object.keys(set).length > 0)
      changes.unshift({ collection: 'activities', id: stored.id, revision: stored.revision, set })
    return swap(req, changes, [...this.people, ...this.added.values(), ...this.lines], this.newcomers())
  }

  /** Why it could not be written, where a person's record has ended since. @throws as requireOpenPerson */
  async requireOpenPeople(): Promise<void> {
    for (const person of this.newcomers()) await requireOpenPerson(this.req, person)
  }

  /** People who are to be there already. */
  private newcomers(): string[] {
    const made = new Set(this.people.map(({ id }) => id))
    return [...this.added.values()].map(({ insert }) => insert.person).filter((person) => !made.has(person))
  }

  private note({ counters, isSeatToGive }: Step): void {
    this.isSeatToGive ||= isSeatToGive
    if (!counters) return
    this.counters = { ...this.counters, ...counters }
    this.activity = { ...this.activity, ...counters }
  }

  private set(id: string, revision: string | null, set: Partial<RegistrationRow>): void {
    const row = this.rows.get(id)
    if (row) this.rows.set(id, { ...row, ...set })
    const added = this.added.get(id)
    if (added) return void this.added.set(id, { ...added, insert: { ...added.insert, ...set } })
    const before = this.changes.get(id)?.set
    this.changes.set(id, { collection: 'registrations', id, revision, set: { ...before, ...set } })
  }
}

/**
 * A change to a sign-up of somebody who is erased counts as ever, but leaves no words, and no seat is given to
 * nobody. @throws AppError person-erased
 */
function takeWordsOut(req: PayloadRequest, before: RegistrationRow, step: Step): void {
  if (before.status === 'cancelled' && step.next.status !== 'cancelled' && !step.next.walkIn)
    throw new AppError('person-erased')
  const left = erasedFields(erasureOfFields(req, 'registrations'), {
    history: step.row.history ?? before.history,
  }) as Partial<RegistrationRow>
  Object.assign(step.next, left)
  Object.assign(step.row, left, { unnotified: false, thanksDueAt: null })
}
