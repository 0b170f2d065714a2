import { DEMO_PASSWORD, DEMO_STAFF } from './data/logins.ts'
import { idOf, type Demo } from './demo.ts'
import type { StaffPlan } from './plan/county.ts'

/** All staff but the department. At once: most of each is the hashing of a password, which runs beside others. */
export async function createStaff(demo: Demo): Promise<void> {
  const made = demo.county.staff
    .filter(({ email }) => email !== DEMO_STAFF.department)
    .map(async (plan) => {
      const id = await createAccount(demo, plan)
      demo.advance('工作人员', 1)
      return [plan.email, id] as const
    })
  for (const [email, id] of await Promise.all(made)) demo.staff.set(email, id)
}

/** Last of all: its log-in is what tells a whole county from a run that was cut off. */
export async function createDepartment(demo: Demo): Promise<void> {
  const department = demo.county.staff.find(({ email }) => email === DEMO_STAFF.department)
  if (department) await createAccount(demo, department)
  demo.advance('完成', 1)
}

async function createAccount({ payload, units }: Demo, { unit, ...plan }: StaffPlan): Promise<string> {
  const data = { ...plan, unit: idOf(units, unit), password: DEMO_PASSWORD }
  return (await payload.create({ collection: 'staff', data, depth: 0, overrideAccess: true })).id
}
