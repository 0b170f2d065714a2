import type { Random } from '../../src/seed/random.ts'
import type { Staff } from '../../src/payload-types.ts'
import { findDangling } from '../support/dangling.ts'
import { hoursFromNow, makeStaff, makeUnitTree, newPhone, PASSWORD } from '../support/fixtures.ts'
import { requireExact } from './invariants.ts'
import type { Course, Walk, World } from './walk.ts'

const OWN_PASSWORD = 'seven windows of the hive'
/** Accounts at once: the hashing of passwords is most of what a step takes. */
const MOST_ACCOUNTS = 6
const ROLES = ['department', 'department', 'town', 'organiser'] as const

/** Accounts of staff are made, moved, demoted, disabled, deleted and used, several at once, by each other. */
export const staff: Walk = {
  title: 'staff made, moved, demoted, disabled and deleted at once',
  begin: async (world) => {
    const { county, ...below } = await makeUnitTree(world.payload)
    const course = new StaffCourse(
      world,
      [county, ...Object.values(below)].map(({ id }) => id),
    )
    for (let count = 0; count < 2; count += 1)
      await course.logIn((await makeStaff(world.payload, 'department', county)).email)
    return course
  },
}

interface Command {
  does: string
  by: string
  call: { method: string; path: string; body?: unknown }
  /** Told the outcome. */
  then?: (status: number) => void
}

class StaffCourse implements Course {
  private made = 0
  /** By address. */
  private readonly chosen = new Map<string, string>()
  /** Every token that was ever given, with whose it is. */
  private readonly tokens: { token: string; staff: string }[] = []
  constructor(
    private readonly world: World,
    private readonly units: string[],
  ) {}

  async logIn(email: string): Promise<number> {
    const { status, body } = await this.world.ask(this.made, {
      method: 'POST',
      path: '/staff/login',
      body: { email, password: this.chosen.get(email) ?? PASSWORD },
    })
    if (status !== 200) return status
    const [token, user] = [String(body.token), body.user as Staff]
    this.tokens.push({ token, staff: user.id })
    // Who was given one by the department does nothing before it is another.
    if (user.mustChangePassword) {
      const changed = await this.world.ask(this.made, {
        method: 'PATCH',
        path: `/staff/${user.id}`,
        token,
        body: { currentPassword: PASSWORD, password: OWN_PASSWORD },
      })
      if (changed.status === 200) this.chosen.set(email, OWN_PASSWORD)
    }
    return status
  }

  private accounts = async (): Promise<Staff[]> =>
    (
      await this.world.payload.find({
        collection: 'staff',
        pagination: false,
        depth: 0,
        sort: 'createdAt',
        overrideAccess: true,
      })
    ).docs

  async step(random: Random): Promise<string> {
    const accounts = await this.accounts()
    const commands = Array.from({ length: random.int(1, 4) }, () => this.draw(random, accounts))
    const logIns = random.chance(0.4) ? [random.pick(accounts).email] : []
    const [answers, logged] = await Promise.all([
      Promise.all(commands.map(({ by, call }, index) => this.world.ask(index, { ...call, token: this.tokenOf(by) }))),
      Promise.all(logIns.map((email) => this.logIn(email))),
    ])
    commands.forEach(({ then }, index) => then?.(answers[index]?.status ?? 0))
    for (const [index, { status }] of answers.entries())
      if (status >= 500 && status !== 503) throw new Error(`${commands[index]?.does}: ${status}`)
    return [
      ...commands.map(({ does, by }, index) => `${by.slice(-4)} ${does}: ${answers[index]?.status}`),
      ...logIns.map((email, index) => `${email} logs in: ${logged[index]}`),
    ].join(' | ')
  }

  private tokenOf = (id: string): string | undefined => this.tokens.findLast(({ staff: owner }) => owner === id)?.token

  private draw(random: Random, accounts: Staff[]): Command {
    const able = accounts.filter(
      ({ id, role, status }) => role === 'department' && status === 'active' && this.tokenOf(id) !== undefined,
    )
    const by = random.pick(able.length > 0 ? able : accounts).id
    const [whom, unit] = [random.pick(accounts), random.pick(this.units)]
    const edit = (does: string, body: object): Command => ({
      does: `${does} ${whom.id.slice(-4)}`,
      by,
      call: { method: 'PATCH', path: `/staff/${whom.id}`, body },
    })
    const make = (): Command => ({
      does: 'makes an account',
      by,
      call: {
        method: 'POST',
        path: '/staff',
        body: {
          name: '某某',
          email: `walk-${(this.made += 1)}@example.org`,
          password: PASSWORD,
          role: random.pick(ROLES),
          unit,
        },
      },
    })
    const act = (): Command => ({
      does: 'makes an activity',
      by,
      call: {
        method: 'POST',
        path: '/activities',
        body: {
          title: `活动 ${newPhone()}`,
          line: 'riders',
          theme: 'warm',
          unit,
          startsAt: hoursFromNow(3),
          endsAt: hoursFromNow(5),
          place: '某处',
          ledger: 'participation',
          status: 'draft',
        },
      },
    })
    const draws: (() => Command)[] = [
      () => edit('demotes', { role: 'organiser' }),
      () => edit('promotes', { role: 'department' }),
      () => edit('moves', { unit }),
      () => edit('disables', { status: 'disabled' }),
      () => edit('enables', { status: 'active' }),
      () => edit('renames', { name: `某某${random.int(1, 9)}` }),
      () => ({ does: `deletes ${whom.id.slice(-4)}`, by, call: { method: 'DELETE', path: `/staff/${whom.id}` } }),
      act,
      ...(accounts.length < MOST_ACCOUNTS ? [make, make] : []),
    ]
    return random.pick(draws)()
  }

  async judge(): Promise<void> {
    const accounts = await this.accounts()
    const own = new Map(accounts.map((account) => [account.id, account]))
    const department = accounts.filter(({ role, status }) => role === 'department' && status === 'active')
    if (department.length === 0) throw new Error('No active account of the department is left')
    const dangling = await findDangling(this.world.payload)
    if (dangling.length > 0) throw new Error(`Dangling: ${dangling.join('; ')}`)
    // Whose rights have ended is answered nothing, whatever token they kept; the others are answered what their role is
    // now.
    for (const [index, { token, staff: id }] of this.tokens.entries()) {
      const account = own.get(id)
      const { status } = await this.world.ask(index, { path: '/audit?limit=1', token })
      const isDepartment = account?.role === 'department' && account.status === 'active'
      if (status === 200 && !isDepartment)
        throw new Error(`${id} (${account?.role ?? 'deleted'}, ${account?.status ?? 'deleted'}) reads the audit trail`)
      if (!account || account.status !== 'active') {
        const { body } = await this.world.ask(index, { path: '/staff/me', token })
        if (body.user) throw new Error(`${id} (${account?.status ?? 'deleted'}) is still known`)
      }
    }
    // Somebody of the department can always act: the next steps are theirs.
    if (!department.some(({ id }) => this.tokenOf(id) !== undefined)) await this.logIn(department[0]?.email ?? '')
    this.tokens.splice(0, Math.max(0, this.tokens.length - 2 * MOST_ACCOUNTS))
    await requireExact(this.world)
  }
}
