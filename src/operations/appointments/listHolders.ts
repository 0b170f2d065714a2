import type { PayloadRequest } from 'payload'
import { personUser } from '../../access/staffUser.ts'
import { isUnitInScope } from '../../access/unitScope.ts'
import { findRow, findRows, findRowsBy } from '../../database/rows.ts'
import { isInPost } from '../../domain/appointments/appointments.ts'
import { factsOf, POST_NAMES } from '../../domain/appointments/vocabulary.ts'
import type { Holders } from '../../domain/appointments/views.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { isInPostOf } from './listMyAppointments.ts'

/**
 * The holders of a unit's posts now, with the unit's duty phone. Anybody is told of the public posts; staff in scope
 * and those who are in a post of the unit, of all. A name is told with its holder's consent alone, of an organisation
 * always.
 *
 * @throws AppError not-found
 */
export async function listHolders(req: PayloadRequest, id: string, now: Date): Promise<Holders> {
  const unit = await findRow(req, 'units', id)
  if (!unit) throw new AppError('not-found', '没有找到这个单位，请返回列表重新选择。')
  const person = personUser(req)
  const isInside = person ? await isInPostOf(req, person.id, id, now) : await isUnitInScope(req, id)
  const rows = await findRowsBy(req, 'appointments', { unit: id, standing: ['planned', 'current'] }, [
    'post',
    'person',
    'organisation',
    'from',
    'to',
    'standing',
    'awaiting',
    'nameShownAt',
  ])
  const told = rows.filter((row) => isInPost(row, dayOf(now)) && (isInside || factsOf(row.post).isPublic === true))
  const named = told.flatMap(({ person: holder, nameShownAt }) => (holder && nameShownAt ? [holder] : []))
  const names = new Map([
    ...(await findRows(req, 'people', [...new Set(named)])).map((one) => [one.id, one.name ?? ''] as const),
    ...(await findRows(req, 'units', [...new Set(told.flatMap(({ organisation }) => organisation ?? []))])).map(
      (one) => [one.id, one.name] as const,
    ),
  ])
  const nameOf = (row: (typeof told)[number]): string[] => {
    const name = row.organisation ? names.get(row.organisation) : row.nameShownAt && names.get(row.person ?? '')
    return name ? [name] : []
  }
  return {
    unit: { id, name: unit.name, kind: unit.kind, dutyPhone: unit.dutyPhone || null },
    posts: POST_NAMES.flatMap((post) => {
      const holders = told.filter((row) => row.post === post)
      return holders.length === 0 ? [] : [{ post, holders: holders.length, names: holders.flatMap(nameOf) }]
    }),
  }
}
