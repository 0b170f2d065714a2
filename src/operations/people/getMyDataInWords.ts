import type { CollectionSlug, PayloadRequest } from 'payload'
import type { CertificateFacts } from '../../domain/certificates/certificates.ts'
import { questionKey } from '../../domain/activities/answers.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import { formatClock, formatDate, formatSpan } from '../../domain/shared/dates.ts'
import type { DataSection, MyDataInWords } from '../../domain/people/views.ts'
import type { Activity } from '../../payload-types.ts'
import { answersInWords } from '../seats/signUpInWords.ts'
import { labelOf, valueInWords, wordingOf } from '../shared/valueInWords.ts'
import { getMyData } from './getMyData.ts'

type Row = Record<string, unknown>
type Fact = [label: string, words: string]
type Questions = NonNullable<Activity['questions']>

/** They say which record it is, and whose; the section and its heading do so in words. */
const STRUCTURE = ['id', 'person', 'registration', 'broadcast', 'collection', 'loaded']

/**
 * The same as `getMyData`, to be read by people: everything that it holds, under the labels of the collections, without
 * ids. @throws AppError not-logged-in
 */
export async function getMyDataInWords(req: PayloadRequest, now: Date): Promise<MyDataInWords> {
  const { person, ...records } = await getMyData(req)
  const wording = wordingOf(req)
  const questions = await questionsOf(req, records.registrations)
  const words = new Map<string, Promise<string>>()
  const write = async (slug: CollectionSlug, row: Row): Promise<Fact[]> => {
    const facts: Fact[] = []
    for (const field of req.payload.collections[slug].config.flattenedFields) {
      const [label, value] = [labelOf(field), row[field.name]]
      if (
        label === null ||
        isEmpty(value) ||
        STRUCTURE.includes(field.name) ||
        (typeof value === 'object' && !Array.isArray(value))
      )
        continue
      // A unit or an activity is named by many records.
      const key = `${slug} ${field.name} ${JSON.stringify(value)}`
      words.set(key, words.get(key) ?? valueInWords(wording, field, value))
      facts.push([label, (await words.get(key)) ?? ''])
    }
    return [...facts, ...unlabelled(row, questions), ...datesOf(row)]
  }
  const sections: DataSection[] = [
    { title: '我的资料', records: [{ title: person.name, facts: await write('people', person as unknown as Row) }] },
  ]
  for (const [slug, rows] of Object.entries(records) as [CollectionSlug, Row[]][]) {
    const written: DataSection['records'] = []
    for (const row of rows) {
      const facts = await write(slug, row)
      written.push({ title: titleOf(facts), facts })
    }
    const { plural } = req.payload.collections[slug].config.labels
    if (written.length > 0) sections.push({ title: String(plural), records: written })
  }
  return { name: person.name, asOf: now.toISOString(), sections }
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** By what a record is known: its activity, its own title, its number, or the first that is said of it. */
function titleOf(facts: Fact[]): string {
  const named = ['活动', '名称', '证明编号'].map((label) => facts.find(([one]) => one === label))
  return (named.find((fact) => fact !== undefined) ?? facts[0])?.[1] ?? ''
}

/** Values that are put together for the copy, or have a shape of their own. */
function unlabelled({ activity, answers, text, content }: Row, questions: Map<string, Questions>): Fact[] {
  const about = typeof activity === 'object' ? (activity as Activity | null) : null
  return [
    ...(about === null
      ? []
      : ([
          ['活动', about.title],
          ['活动时间', formatSpan(about.startsAt, about.endsAt, new Date(0).toISOString())],
          ['活动地点', about.place],
        ] satisfies Fact[])),
    ...(about === null || isEmpty(answers) ? [] : answered(questions.get(about.id) ?? [], answers as Answers)),
    ...(typeof text === 'string' ? ([['内容', text]] satisfies Fact[]) : []),
    ...(content ? certified(content) : []),
  ]
}

/** Of the activities of these sign-ups, by activity. */
async function questionsOf(
  req: PayloadRequest,
  registrations: { activity: unknown }[],
): Promise<Map<string, Questions>> {
  const { docs } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: registrations.flatMap(({ activity }) => (activity as Activity | null)?.id ?? []) } },
    select: { questions: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(docs.map(({ id, questions }) => [id, questions ?? []]))
}

function answered(questions: Questions, answers: Answers): Fact[] {
  const known = new Set(questions.map(questionKey))
  return [
    ...answersInWords(questions, answers).map(({ label, answer }): Fact => [label, answer]),
    ...Object.entries(answers).flatMap(([key, answer]): Fact[] =>
      known.has(key) ? [] : [['已删除的问题', [answer].flat().join('、')]],
    ),
  ]
}

/** The words on a certificate beside those of its record. */
function certified({ name, volunteerNumber, services, head, contact, handler }: Partial<CertificateFacts>): Fact[] {
  const facts: [string, string | null | undefined][] = [
    ['证明上的姓名', name],
    ['证明上的志愿者编号', volunteerNumber],
    ...(services ?? []).map(({ startsAt, title, place, minutes, unit }): Fact => [
      '证明的服务',
      `${formatDate(startsAt)} ${title}，${place}，${minutes} 分钟，${unit}`,
    ]),
    ['出具单位负责人', head],
    ['出具单位联系方式', contact],
    ['证明上的经办人', handler],
  ]
  return facts.flatMap(([label, said]) => (said ? [[label, said] satisfies Fact] : []))
}

function datesOf({ createdAt, updatedAt }: Row): Fact[] {
  const said: [string, unknown][] = [
    ['记录时间', createdAt],
    ['最近更新', updatedAt],
  ]
  return said.flatMap(([label, at]) =>
    typeof at === 'string' ? [[label, `${formatDate(at)} ${formatClock(at)}`] satisfies Fact] : [],
  )
}
