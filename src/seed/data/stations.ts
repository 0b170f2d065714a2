import type { StationLevel } from '../../domain/units/vocabulary.ts'

export interface StationFacts {
  name: string
  level: StationLevel
  unit: string
  address: string
  openingHours: string
  facilities: string[]
}

const basic = ['饮用水', '手机充电', '休息座椅', '雨衣雨伞']
const warm = [...basic, '微波炉', '冰箱', '空调', '急救药箱']
const full = [...warm, '电动车换电柜', '卫生间', '图书角', '更衣淋浴']

/** 16 spaces: 4 stations (站), 5 nests (巢), 7 points (点). Addresses are invented, but for the places named in docs. */
export const STATIONS: StationFacts[] = [
  { name: '罗阳先“蜂”驿站', level: 'station', unit: '城东社区', address: '罗阳街道城东社区党群服务中心一楼', openingHours: '每天 08:00–22:00', facilities: full },
  { name: '龙溪先“蜂”驿站', level: 'station', unit: '龙溪社区', address: '龙溪街道龙溪社区党群服务中心一楼', openingHours: '每天 08:00–22:00', facilities: full },
  { name: '园洲先“蜂”驿站', level: 'station', unit: '园洲社区', address: '园洲镇园洲社区文化广场东侧', openingHours: '每天 08:30–21:30', facilities: full },
  { name: '石湾先“蜂”驿站', level: 'station', unit: '石湾社区', address: '石湾镇石湾社区服务大厅旁', openingHours: '每天 08:30–21:30', facilities: full },
  { name: '龙珠暖“蜂”巢', level: 'nest', unit: '龙珠社区', address: '罗阳街道龙珠路东段沿街铺面', openingHours: '每天 09:00–21:00', facilities: warm },
  { name: '荔园暖“蜂”巢', level: 'nest', unit: '荔园社区', address: '罗阳街道荔园社区健康驿站内', openingHours: '每天 09:00–21:00', facilities: warm },
  { name: '龙桥暖“蜂”巢', level: 'nest', unit: '龙桥社区', address: '龙溪街道龙桥社区便民服务点', openingHours: '每天 09:00–20:30', facilities: warm },
  { name: '福田暖“蜂”巢', level: 'nest', unit: '福田社区', address: '福田镇福田社区综合文化站', openingHours: '每天 09:00–20:30', facilities: warm },
  { name: '杨村暖“蜂”巢', level: 'nest', unit: '杨村社区', address: '杨村镇杨村社区市场西门', openingHours: '每天 09:00–20:00', facilities: warm },
  { name: '光明桥先“蜂”点', level: 'point', unit: '桥南社区', address: '罗阳街道光明桥路段公交站旁', openingHours: '全天开放', facilities: basic },
  { name: '龙珠路先“蜂”点', level: 'point', unit: '龙珠社区', address: '罗阳街道龙珠路东段路口', openingHours: '全天开放', facilities: basic },
  { name: '装备园先“蜂”点', level: 'point', unit: '兴业社区', address: '博罗智能装备产业园区东门岗亭', openingHours: '全天开放', facilities: [...basic, '打气筒'] },
  { name: '长宁先“蜂”点', level: 'point', unit: '长宁社区', address: '长宁镇长宁社区邮政网点内', openingHours: '周一至周六 08:30–18:00', facilities: basic },
  { name: '湖镇先“蜂”点', level: 'point', unit: '湖镇社区', address: '湖镇镇湖镇社区银行网点内', openingHours: '周一至周六 09:00–17:30', facilities: basic },
  { name: '泰美先“蜂”点', level: 'point', unit: '泰美社区', address: '泰美镇泰美社区加油站便利店', openingHours: '全天开放', facilities: [...basic, '打气筒'] },
  { name: '罗浮山先“蜂”点', level: 'point', unit: '罗浮山社区', address: '罗浮山游客中心外广场', openingHours: '每天 08:00–19:00', facilities: [...basic, '急救药箱'] },
]
