import { createLocalReq, type PayloadRequest } from 'payload'
import { issueCertificates } from '../operations/certificates/issueCertificates.ts'
import { revokeCertificate } from '../operations/certificates/revokeCertificate.ts'
import { DEMO_COMMUNITY, DEMO_MEMBER, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import type { Demo } from './demo.ts'

const DAY = 86_400_000

/**
 * The certificates that the people of the demo find on /me/certificates, issued by the town as staff would: two for an
 * activity, one of them revoked, and one for half a year.
 */
export async function createCertificates({ payload, block: { people }, people: ids, units, now }: Demo): Promise<void> {
  const { docs } = await payload.find({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.town } },
    depth: 0,
    overrideAccess: true,
  })
  const [town] = docs
  if (!town) throw new Error('The demo has no town staff')
  const asTown = (): Promise<PayloadRequest> => createLocalReq({ user: { ...town, collection: 'staff' } }, payload)
  const date = (daysAgo: number): string => new Date(now.getTime() - daysAgo * DAY).toISOString().slice(0, 10)
  for (const email of [DEMO_RIDER.email, DEMO_MEMBER.email]) {
    const person = ids.get(people.find((plan) => plan.email === email)?.key ?? '')
    if (person === undefined) continue
    const req = await asTown()
    const served = await payload.find({
      collection: 'registrations',
      where: {
        and: [
          { person: { equals: person } },
          { status: { equals: 'confirmed' } },
          { attendance: { equals: 'present' } },
          { minutes: { greater_than: 0 } },
        ],
      },
      sort: ['-checkedInAt', 'id'],
      limit: 2,
      depth: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
    for (const [index, { id, activity }] of served.docs.entries()) {
      const [issued] = await issueCertificates(await asTown(), { activity: String(activity), registrations: [id] }, now)
      if (index === 1 && issued?.certificate)
        await revokeCertificate(
          await asTown(),
          { id: issued.certificate.id, reason: '服务时长登记有误，核对后重新出具。' },
          now,
        )
    }
    await issueCertificates(
      await asTown(),
      { unit: units.get(DEMO_COMMUNITY) ?? '', from: date(180), to: date(1), people: [person] },
      now,
    )
  }
}
