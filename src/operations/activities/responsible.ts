import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { unfitness, type PlacedUnit } from '../../domain/activities/responsible.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Staff, Unit } from '../../payload-types.ts'
import { requireStaff } from '../identity/requireUser.ts'

/** Somebody who may be responsible, as a picker shows them. */
export interface ColleagueChoice {
  id: string
  name: string
  unit: string
}

type Account = Omit<Staff, 'unit'> & { unit: string }

async function placed(req: PayloadRequest, units: string[]): Promise<PlacedUnit[]> {
  const { docs } = await req.payload.db.find<Omit<Unit, 'ancestors'> & { ancestors?: string[] | null }>({
    collection: 'units',
    where: { id: { in: [...new Set(units)] } },
    pagination: false,
    limit: 0,
    req,
  })
  return docs.map(({ id, ancestors }) => ({ id, ancestors: (ancestors ?? []).map(String) }))
}

/**
 * The staff who may be responsible for activities of all these units, those of the unit `near` first. Their names and
 * units alone, also for staff who may not open the accounts: colleagues know each other.
 */
export async function colleaguesFor(req: PayloadRequest, units: string[], near: string): Promise<ColleagueChoice[]> {
  const places = await placed(req, units)
  const { docs } = await req.payload.db.find<Account>({
    collection: 'staff',
    pagination: false,
    limit: 0,
    select: { name: true, unit: true, role: true, status: true },
    req,
  })
  const fit = docs.filter((account) => unfitness(account, places) === null)
  const { docs: own } = await req.payload.db.find<Unit>({
    collection: 'units',
    where: { id: { in: [...new Set(fit.map(({ unit }) => unit))] } },
    pagination: false,
    limit: 0,
    req,
  })
  const names = new Map(own.map(({ id, name }) => [id, name]))
  const isNear = ({ unit }: Account): number => Number(unit === near)
  return fit
    .sort((one, other) => isNear(other) - isNear(one) || one.name.localeCompare(other.name, 'zh-CN'))
    .map(({ id, name, unit }) => ({ id, name, unit: names.get(unit) ?? '' }))
}

/**
 * The staff who may be responsible for an activity of a unit.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listColleagues(req: PayloadRequest, unit: string): Promise<{ staff: ColleagueChoice[] }> {
  requireStaff(req)
  const isThere = await req.payload.db.findOne({ collection: 'units', where: { id: { equals: unit } }, req })
  if (!isThere || !(await isUnitInScope(req, unit))) throw new AppError('not-found')
  return { staff: await colleaguesFor(req, [unit], unit) }
}

/** @throws AppError responsible-unfit, which names the field that they were chosen in */
export async function requireFit(
  req: PayloadRequest,
  staff: string | null,
  units: string[],
  field: string,
): Promise<Account> {
  const account =
    staff === null
      ? null
      : await req.payload.db.findOne<Account>({ collection: 'staff', where: { id: { equals: staff } }, req })
  const sentence = unfitness(account, await placed(req, units))
  if (sentence !== null) throw new AppError('responsible-unfit', sentence, { [field]: sentence })
  return account as Account
}
