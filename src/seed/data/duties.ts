import type { Post } from '../../domain/appointments/vocabulary.ts'
import type { Duty } from '../../payload-types.ts'

type Planned = Pick<Duty, 'code' | 'title' | 'class' | 'aspect' | 'publicLabel' | 'kind' | 'complexity' | 'posts'>

const GRID: Post[] = ['gridHead', 'gridFull', 'gridPart']

/**
 * 网格基本事项: 3 classes, 8 aspects and 46 items, of which 11 are the lane chiefs' too. The page gives the numbers alone;
 * all names here are examples until the county puts in its own. A star marks the lane chiefs', “!” a complex one.
 */
const LIST: Record<string, Record<string, { label: string; kind: Duty['kind']; items: string[] }>> = {
  党建引领: {
    党员联系: {
      label: '找党组织',
      kind: 'demand',
      items: ['联系流动党员', '接待党员报到', '认领群众心愿', '公开党员责任岗', '收集意见建议'],
    },
    政策宣传: {
      label: '政策咨询',
      kind: 'demand',
      items: ['宣传惠民政策*', '宣传防诈骗', '宣传移风易俗', '告知办事流程', '通知停水停电*'],
    },
  },
  平安建设: {
    矛盾纠纷: {
      label: '邻里纠纷',
      kind: 'dispute',
      items: ['调处邻里纠纷*', '调处家庭矛盾', '调处物业纠纷!', '调处劳资纠纷!', '调处土地山林纠纷!', '调处噪声扰民*'],
    },
    公共安全: {
      label: '安全隐患',
      kind: 'hazard',
      items: [
        '报告消防隐患*',
        '报告用电隐患',
        '报告燃气隐患',
        '报告危房险情!',
        '报告道路隐患*',
        '报告水域隐患',
        '劝阻飞线充电*',
      ],
    },
    重点关注: {
      label: '出租屋与来访',
      kind: 'hazard',
      items: ['走访出租屋', '协助来访登记', '关注特殊人群', '防范电信诈骗', '报告可疑情况'],
    },
  },
  服务群众: {
    环境卫生: {
      label: '环境卫生',
      kind: 'demand',
      items: ['清理乱堆乱放*', '清理卫生死角*', '报告垃圾满溢', '报告污水外溢', '劝阻违规停放', '报告毁绿占绿'],
    },
    设施维护: {
      label: '设施损坏',
      kind: 'demand',
      items: ['报修路灯*', '报修井盖', '报修健身设施', '报修公共管网!', '报告违法搭建!', '协调加装电梯!'],
    },
    关爱帮扶: {
      label: '困难帮扶',
      kind: 'care',
      items: ['探访独居老人*', '关爱留守儿童', '帮助残疾人', '帮扶困难家庭!', '代办代跑', '联系就业岗位'],
    },
  },
}

export const DUTIES: Planned[] = Object.entries(LIST).flatMap(([name, aspects], first) =>
  Object.entries(aspects).flatMap(([aspect, { label, kind, items }], second) =>
    items.map((item, third) => ({
      code: `${first + 1}.${second + 1}.${String(third + 1).padStart(2, '0')}`,
      title: item.replace(/[*!]/g, ''),
      class: name,
      aspect,
      publicLabel: label,
      kind,
      complexity: item.includes('!') ? 'complex' : 'ordinary',
      posts: item.includes('*') ? [...GRID, 'laneChief' as const] : GRID,
    })),
  ),
)
