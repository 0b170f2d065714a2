/** Posts of the county at scale 1; docs: the programme “党群同心·善治罗浮”. All names are examples. */
export const POST_FIGURES = {
  commissioner: 115,
  gridHead: 518,
  gridFull: 2972,
  gridPart: 6157,
  gridAdviser: 448,
  laneChief: 36,
  policePartner: 31,
} as const

export const UNIT_FIGURES = { grid: 518, lane: 36, compound: 377, site: 31, brands: 16 } as const

/** 特色网格: the first is named on the page, the others are examples. */
export const BRANDS = [
  '溪民客厅',
  '荔下议事亭',
  '榕树讲堂',
  '江畔邻里汇',
  '骑手加油站',
  '银龄会客厅',
  '巷口茶话',
  '新居民之家',
  '法治凉亭',
  '妈妈议事会',
  '幸福敲门',
  '园区连心桥',
  '花园会客厅',
  '平安夜巡队',
  '乡贤堂',
  '山脚驿家',
]

export const LANE_NAMES = [
  ...['榕树', '打铁', '井头', '米行', '书院', '祠前', '豆腐', '石板', '竹器', '码头', '灯笼', '油坊', '染布', '缸瓦'],
  ...['北门', '南门', '水巷', '炮楼', '学前', '衙前', '麻行', '柴栏', '盐仓', '鱼街', '药材', '棉花', '花灯', '戏台'],
  ...['古井', '长寿', '迎福', '太平', '仁和', '德星', '聚贤', '迎恩'],
].map((name) => `${name}巷`)

export const COMPOUND_FIRST = [...'金翠碧锦和福祥瑞康泰富华景明阳春云星御悦']
export const COMPOUND_SECOND = [
  ...['湖苑', '湾花园', '江家园', '庭名邸', '园华庭', '岸新村', '景雅居', '城公馆', '悦府', '水岸', '山居', '林语'],
  ...['和苑', '安居', '里', '天地', '时光', '映象', '学府'],
]

export const SITE_NAMES = ['产业园二期项目', '道路改造项目']
export const POLICE = '派出所党支部'
