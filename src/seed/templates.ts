import type { RequiredDataFromCollectionSlug } from 'payload'
import { DEMO_COMMUNITY, DEMO_TOWN } from './data/logins.ts'
import { idOf, type Demo } from './demo.ts'

type Template = Omit<RequiredDataFromCollectionSlug<'templates'>, 'unit'>

/** One of a town, which all below it use, and two of the community whose organiser logs in to the demo. */
const TEMPLATES: [unit: string, template: Template][] = [
  [
    DEMO_TOWN,
    {
      name: '入户走访（全街道通用）',
      title: '走访困难家庭',
      line: 'visiting',
      place: '各社区，集合地点见通知',
      duration: 180,
      ledger: 'service',
      description: '两人一组，走访独居老人和困难家庭，了解需要，当场能办的当场办。',
    },
  ],
  [
    DEMO_COMMUNITY,
    {
      name: '暖“蜂”义剪义诊',
      title: '暖“蜂”义剪义诊',
      line: 'riders',
      theme: 'warm',
      place: '龙溪社区党群服务中心',
      duration: 120,
      capacity: 30,
      ledger: 'participation',
      description: '给骑手、快递员免费理发、量血压、测血糖，随到随走。',
    },
  ],
  [
    DEMO_COMMUNITY,
    {
      name: '骑手夜校',
      title: '骑手夜校',
      line: 'riders',
      theme: 'strengthen',
      place: '龙溪社区党群服务中心',
      duration: 120,
      capacity: 20,
      ledger: 'participation',
      questions: [
        { label: '骑车来吗', kind: 'yesno', required: true },
        { label: '想学什么', kind: 'multiselect', options: ['交通安全', '急救', '法律常识'], max: 2 },
      ],
    },
  ],
]

export async function createTemplates({ payload, units }: Demo): Promise<void> {
  for (const [unit, template] of TEMPLATES)
    await payload.create({
      collection: 'templates',
      data: { ...template, unit: idOf(units, unit) },
      depth: 0,
      overrideAccess: true,
    })
}
