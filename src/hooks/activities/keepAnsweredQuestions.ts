import type { CollectionBeforeChangeHook } from 'payload'
import { questionKey } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import type { Activity, Registration } from '../../payload-types.ts'
import { asApiError } from '../shared/asApiError.ts'

type Questions = NonNullable<Activity['questions']>

/** A question that was answered stays: without it nobody reads the answers any more, on the sheet or in the export. */
export const keepAnsweredQuestions: CollectionBeforeChangeHook = async ({ data, operation, originalDoc, req }) => {
  if (operation !== 'update' || data.questions === undefined) return data
  const kept = new Set(((data.questions ?? []) as Questions).map(questionKey))
  const gone = ((originalDoc?.questions ?? []) as Questions).filter((question) => !kept.has(questionKey(question)))
  if (gone.length === 0) return data
  const { docs } = await req.payload.db.find<Registration>({
    collection: 'registrations',
    where: { activity: { equals: originalDoc.id } },
    pagination: false,
    req,
  })
  for (const question of gone) {
    const count = docs.filter(({ answers }) => Object.hasOwn((answers ?? {}) as Answers, questionKey(question))).length
    if (count > 0)
      throw asApiError(
        new AppError(
          'in-use',
          `“${question.label}”已有 ${count} 人回答，不能删除，否则回答会随之消失；可改写问题，或改为不必填。`,
          { questions: `“${question.label}”已有人回答` },
        ),
      )
  }
  return data
}
