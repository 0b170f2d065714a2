import type { ProgrammeCategory } from '../../domain/activities/vocabulary.ts'

/** The page names the three categories, not the nine series: these titles are invented, and records like any other. */
export const PROGRAMMES: { title: string; category: ProgrammeCategory; description: string }[] = [
  { title: '罗浮晨读', category: 'learning', description: '每周一次的集体读书，读政策、读身边事、读家乡史。' },
  { title: '榕树下微课堂', category: 'learning', description: '把党课和科普讲到榕树下、楼栋里，一课二十分钟。' },
  { title: '青苗成长课', category: 'learning', description: '面向未成年人的课后辅导与兴趣课，须由监护人陪同报名。' },
  { title: '先锋主题党日', category: 'organised', description: '社区党组织与在职党员共同过组织生活。' },
  { title: '楼栋议事会', category: 'organised', description: '一栋一议，议题由居民提，办理结果回到楼栋公开。' },
  { title: '邻里文体汇', category: 'organised', description: '歌咏、舞狮、象棋、羽毛球，居民自己组队自己办。' },
  { title: '长者安康行', category: 'serving', description: '为老年人量血压、理发、修手机、陪诊。' },
  { title: '便民服务日', category: 'serving', description: '磨刀、修伞、修家电、法律咨询，每月一次集中摆摊。' },
  { title: '微心愿圆梦', category: 'serving', description: '困难家庭提心愿，党员和志愿者认领。' },
]
