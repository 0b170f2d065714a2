import type { PayloadRequest } from 'payload'
import { runInTransaction } from '../database/runInTransaction.ts'
import { changeRegistration } from './changeRegistration.ts'
import { cancelRegistration } from './cancelRegistration.ts'
import { listMyRegistrations } from './listMyRegistrations.ts'
import { requirePerson } from './requireUser.ts'
import { writeAudit } from './writeAudit.ts'

/**
 * Erasure on request (个人信息保护法 第47条): upcoming sign-ups are cancelled and everything that names the person is
 * cleared. The bare records stay, so that the public numbers remain true.
 *
 * @throws AppError not-logged-in
 */
export async function eraseMe(req: PayloadRequest, now: Date): Promise<void> {
  const person = requirePerson(req)
  for (const registration of await listMyRegistrations(req, now)) {
    const isAhead = registration.status !== 'cancelled' && registration.attendance === 'unknown' && Date.parse(registration.activity.endsAt) > now.getTime()
    if (isAhead) await cancelRegistration(req, registration.id, now)
  }
  await runInTransaction(req, async () => {
    const { docs } = await req.payload.find({ collection: 'registrations', where: { person: { equals: person.id } }, depth: 0, pagination: false, select: { status: true }, overrideAccess: false, req, user: req.user })
    for (const { id } of docs) {
      // Free texts may name the person.
      await changeRegistration(req, id, now, () => ({ answers: null, evaluationNote: null, feedback: null }))
      await req.payload.db.updateOne({ collection: 'registrations', id, data: { note: null }, req, returning: false })
    }
    for (const collection of ['trainings', 'awards', 'corrections', 'messages'] as const) {
      await req.payload.db.deleteMany({ collection, where: { person: { equals: person.id } }, req })
    }
    // A number that somebody holds on paper stays verifiable: it names nobody.
    await req.payload.db.updateMany({ collection: 'certificates', where: { person: { equals: person.id } }, data: { facts: null, revocationReason: null }, req, returning: false })
    // Records that were merged into this one: why, in words.
    await req.payload.db.updateMany({ collection: 'people', where: { mergedInto: { equals: person.id } }, data: { mergeReason: null }, req, returning: false })
    // Last of all, since it ends the session: who is cut off before can ask again.
    req.context.useCase = 'eraseMe'
    await req.payload.update({
      collection: 'people',
      id: person.id,
      data: {
        name: '已注销',
        phone: null,
        email: null,
        kinds: [],
        unit: null,
        gender: null,
        birthDate: null,
        idNumber: null,
        area: null,
        skills: null,
        serviceKinds: null,
        volunteerNumber: null,
        consentAt: null,
        optedOutAt: null,
        erasedAt: now.toISOString(),
      },
      depth: 0,
      overrideAccess: false,
      req,
      user: req.user,
    })
    await writeAudit(req, { action: 'erased', subjectCollection: 'people', subject: person.id, reason: '本人申请' })
  })
}
