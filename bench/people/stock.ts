import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { newId } from '../../src/database/rows.ts'
import type { Staff, Unit } from '../../src/payload-types.ts'
import { bulkInsert, type Row } from '../../src/seed/bulkInsert.ts'
import { makeStaff, makeUnit } from '../../tests/support/fixtures.ts'

const TOWNS = 17
const COMMUNITIES = 23
const BATCH = 20_000

/**
 * Family names and their share in percent (public statistics of the ministry, rounded); the rest are spread evenly over
 * the second list.
 */
const COMMON = {
  李: 7.9, 王: 7.4, 张: 7.1, 刘: 5.4, 陈: 4.6, 杨: 3.1, 赵: 2.3, 黄: 2.2, 周: 2.1, 吴: 2.1, 徐: 1.7, 孙: 1.5,
  胡: 1.3, 朱: 1.3, 高: 1.2, 林: 1.2, 何: 1.2, 郭: 1.2, 马: 1.1, 罗: 1.1,
} // prettier-ignore
const OTHERS = [
  ...'梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
/** Characters of given names, the most common first: the n-th is drawn about 1/n as often as the first. */
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文志海玉兰红梅辉玲飞鹏宇峰浩鑫波斌雪婷慧欣怡雨晨阳琳佳思嘉梦洁莉莹颖倩瑞凯健俊龙云林春生荣福德成东南光永祥庆春花香珍凤美金银水根土木火山川江河湖波涛潮汐星辰日月天地人和义礼智信忠孝仁勇诚实正直善良友爱平安康乐吉祥如意富贵荣华昌盛兴旺发达进步前程万里鸿运高照',
]

/** Numbers that come the same in every run. */
function drawer(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Names with the frequencies of life: a few pairs of characters are those of thousands. */
export function namesFrom(seed: number): () => string {
  const next = drawer(seed)
  const sums: number[] = []
  for (let rank = 0, sum = 0; rank < GIVEN.length; rank += 1) sums.push((sum += 1 / (rank + 8)))
  const given = (): string => {
    const at = next() * (sums.at(-1) ?? 1)
    return GIVEN[sums.findIndex((sum) => sum >= at)] ?? '伟'
  }
  return () => {
    let left = next() * 100
    const common = Object.entries(COMMON).find(([, share]) => (left -= share) < 0)?.[0]
    const family = common ?? OTHERS[Math.floor(next() * OTHERS.length)] ?? '李'
    return next() < 0.15 ? `${family}${given()}` : `${family}${given()}${given()}`
  }
}

export interface Stocked {
  department: Staff
  /** Of one town, and of one community in it. */
  town: Staff
  organiser: Staff
}

/** So many people, spread over a county of 17 towns with 23 communities each. */
export async function stock(payload: Payload, people: number): Promise<Stocked> {
  const county = await makeUnit(payload, 'county', null)
  const towns: Unit[] = []
  const communities: Unit[] = []
  for (let town = 0; town < TOWNS; town += 1) {
    const parent = await makeUnit(payload, 'town', county, `第${town}镇`)
    towns.push(parent)
    for (let index = 0; index < COMMUNITIES; index += 1)
      communities.push(await makeUnit(payload, 'community', parent, `第${town}镇第${index}社区`))
  }
  const nextName = namesFrom(1)
  const at = new Date(Date.UTC(2025, 0, 1)).toISOString()
  for (let made = 0; made < people; made += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, people - made) }, (_, index): Row => {
      const number = made + index
      return {
        id: newId(payload),
        createdAt: at,
        updatedAt: at,
        name: nextName(),
        phone: `154${String(number).padStart(8, '0')}`,
        phoneHash: `none:${randomUUID()}`,
        emailHash: `none:${randomUUID()}`,
        volunteerNumber: `BL${String(number).padStart(10, '0')}`,
        unit: communities[number % communities.length]?.id ?? '',
      }
    })
    await bulkInsert(payload, 'people', rows)
    if (made % (BATCH * 10) === 0) console.log(`${made} of ${people}`)
  }
  const [town, community] = [towns[0], communities[0]]
  if (!town || !community) throw new Error('No unit was made')
  return {
    department: await makeStaff(payload, 'department', county),
    town: await makeStaff(payload, 'town', town),
    organiser: await makeStaff(payload, 'organiser', community),
  }
}
