import type { PayloadRequest, Where } from 'payload'
import type { Past } from '../../domain/activities/activityStates.ts'

/** Whether anybody ever signed up for the activity, and whether anybody's attendance is recorded. */
export async function pastOf(req: PayloadRequest, activity: string): Promise<Past> {
  const has = async (attendance?: string[]): Promise<boolean> => {
    const where: Where = {
      and: [{ activity: { equals: activity } }, ...(attendance ? [{ attendance: { in: attendance } } as Where] : [])],
    }
    return (await req.payload.db.findOne<{ id: string }>({ collection: 'registrations', where, req })) !== null
  }
  const hasSignUps = await has()
  return { hasSignUps, hasRecords: hasSignUps && (await has(['present', 'absent'])) }
}
