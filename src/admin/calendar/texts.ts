import { monthInWords } from '../../domain/shared/months.ts'

export const CALENDAR_TEXTS = {
  title: '活动月历',
  intro: '本单位和下级单位的活动，按开始的日期排列；草稿和已取消的也在内。',
  month: '月份',
  unit: '单位（含下级）',
  allUnits: '全部',
  show: '查看',
  earlier: '上月',
  thisMonth: '本月',
  later: '下月',
  heading: (month: string, count: number) => `${monthInWords(month)}，${count === 0 ? '没有活动' : `共 ${count} 场`}`,
  weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  day: (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`,
  today: '今天',
  off: (name: string) => `${name}放假`,
  worked: (name: string) => `${name}调休上班`,
  more: (count: number) => `另有 ${count} 场`,
  add: '新建',
  addOn: (day: string) => `在${day}新建活动`,
} as const
