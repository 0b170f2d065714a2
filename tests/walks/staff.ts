import type { Random } from '../../src/seed/random.ts'
import { makeStaff, makeUnitTree, PASSWORD } from '../support/fixtures.ts'
import { requireExact } from './invariants.ts'
import type { Course, Walk, World } from './walk.ts'

/** Accounts of staff are made and moved, several at once. */
export const staff: Walk = {
  title: 'staff made and moved at once',
  begin: async (world) => new StaffCourse(world, await foundations(world)),
}

async function foundations({ payload, ask }: World) {
  const tree = await makeUnitTree(payload)
  const { email } = await makeStaff(payload, 'department', tree.county)
  const { body } = await ask(0, { method: 'POST', path: '/staff/login', body: { email, password: PASSWORD } })
  return { units: Object.values(tree).map(({ id }) => id), token: String(body.token) }
}

class StaffCourse implements Course {
  private made = 0
  constructor(
    private readonly world: World,
    private readonly given: Awaited<ReturnType<typeof foundations>>,
  ) {}

  async step(random: Random): Promise<string> {
    const commands = Array.from({ length: random.int(1, 3) }, (_, index) => ({ server: index, unit: random.pick(this.given.units), email: `walk-${(this.made += 1)}@example.org` }))
    const answers = await Promise.all(
      commands.map(({ server, unit, email }) => this.world.ask(server, { method: 'POST', path: '/staff', token: this.given.token, body: { name: '某某', email, password: PASSWORD, role: 'organiser', unit } })),
    )
    return `${commands.length} accounts: ${answers.map(({ status }) => status).join(', ')}`
  }

  judge = (): Promise<void> => requireExact(this.world)
}
