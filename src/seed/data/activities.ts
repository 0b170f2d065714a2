import type { Line, Theme } from '../../domain/shared/vocabulary.ts'

/** The name of an activity and its matter. `{unit}`, `{partner}` and `{place}` stand for names. */
export interface ActivityTemplate {
  title: string
  description: string
  /** Held in these months only (1–12); any month when left out. */
  months?: number[]
  /** Held after 19 o'clock only; at any time when left out. */
  evening?: true
}

const SUMMER = [5, 6, 7, 8, 9]
const WINTER = [11, 12, 1, 2]

export const RIDER_TEMPLATES: Record<Theme, ActivityTemplate[]> = {
  strengthen: [
    { title: '骑手夜校：雨天行车这样骑', description: '交警讲师用本地路口的实拍视频讲雨天制动、涉水判断和弯道让行，现场可以提问。', evening: true },
    { title: '骑手夜校：电动车电池安全', description: '消防员拆解一块起火电池，讲充电时长、改装风险和楼道充电的处罚。', evening: true },
    { title: '先“蜂”微党课：我身边的好党员', description: '两位行业支部的党员骑手讲自己的故事，二十分钟，不占接单时间。' },
    { title: '心肺复苏与海姆立克急救课', description: '县红十字会志愿讲师带模拟人，一人一练，练会为止。' },
    { title: '劳动权益面对面', description: '人社窗口和公益律师讲工伤认定、职业伤害保障和欠薪投诉怎么走。' },
    { title: '短视频拍摄入门', description: '县融媒体中心的记者教用手机拍一条一分钟的片子，讲构图和剪辑。' },
    { title: '学历提升与技能补贴说明会', description: '介绍成人高考、圆梦计划和技能等级补贴的条件，现场可代办申请。' },
    { title: '反诈宣讲：刷单返利的套路', description: '民警讲三起本县真实案例，教大家看懂转账前的三个信号。' },
    { title: '行业支部组织生活会', description: '流动党员与入党积极分子一起学习，说说接单路上看见的事。' },
    { title: '普通话与粤语客服沟通课', description: '社工带着练电话里怎么说、遇到投诉怎么回，轻松不考试。' },
  ],
  connect: [
    { title: '骑手恳谈会：路口和小区怎么好进', description: '请物业、交警和平台站长坐到一起，把进门难、停车难一条一条对。' },
    { title: '“随手拍”结果通报会', description: '上月骑手上报的路面坑洼、灯不亮等问题办到哪一步，逐条说清楚。' },
    { title: '先“蜂”球局：三对三篮球友谊赛', description: '站点之间自由组队，奖品是头盔和手套。' },
    { title: '骑手与社区共吃一顿饭', description: '社区食堂留出一角，和网格员、楼长边吃边聊。' },
    { title: '亲子手工坊：给爸爸妈妈的车铃', description: '骑手带孩子来做一个车铃挂饰，社工看护，请监护人陪同。' },
    { title: '新来的骑手见面会', description: '老骑手带新骑手认路、认驿站、认能热饭的地方。' },
    { title: '站长例会进驿站', description: '各配送站站长与行业支部碰头，说用工、说安全、说难处。' },
    { title: '青年联谊：罗浮山下走一走', description: '面向单身骑手、司机和园区青工，两公里轻徒步，结识新朋友。', months: [3, 4, 10, 11, 12] },
    { title: '兼职网格员交流会', description: '讲怎么上报、多久有回音，听听哪些环节还可以少点一下。' },
    { title: '棋牌夜：象棋擂台', description: '不设门槛，驿站里摆八张棋盘，茶水自取。', evening: true },
  ],
  warm: [
    { title: '夏日送清凉', description: '凉茶、西瓜、冰袖套和防暑药品，来了就领，可坐下歇一会儿。', months: SUMMER },
    { title: '冬日送姜茶', description: '姜茶、手套和挡风被，晚高峰后领取。', months: WINTER },
    { title: '免费体检进驿站', description: '测血压、血糖、骨密度，医生当场看结果，需要复查的开绿色通道。' },
    { title: '免费检车日', description: '维修志愿者查刹车、灯光和轮胎，小零件免费换。' },
    { title: '理发一刻钟', description: '理发师志愿者坐堂，一人一刻钟，不用排长队。' },
    { title: '节日留岗慰问', description: '给节日仍在路上的人送一份热饭和一句辛苦了。', months: [1, 2, 9, 10, 12] },
    { title: '腰颈放松课', description: '康复师带做八个动作，下车五分钟就能练。' },
    { title: '眼健康筛查', description: '查视力、验光度，符合条件的配镜有优惠。' },
    { title: '暖“蜂”生日会', description: '本月生日的骑手、快递员和司机一起切蛋糕。' },
    { title: '心理减压茶座', description: '心理咨询师在场，可以说，也可以只喝茶听歌。' },
    { title: '子女暑期托管报名与答疑', description: '介绍社区暑期托管班的名额、课程和费用，优先双职工和新就业家庭。', months: [6, 7] },
    { title: '高考护考爱心车队集合', description: '网约车司机自愿加入护考车队，讲路线、讲注意事项、发车贴。', months: [5, 6] },
  ],
}

type OtherLine = Exclude<Line, 'riders' | 'programmes'>

export const LINE_TEMPLATES: Record<OtherLine, ActivityTemplate[]> = {
  pairing: [
    { title: '{partner}走进{unit}：入户走访听民意', description: '双报到党员与社区两委分组入户，登记身边事、关键事，能办的当场办。' },
    { title: '{partner}与{unit}结对共建：环境清洁日', description: '清楼道、清绿地、清沟渠，一起吃一顿工作餐。' },
    { title: '{partner}与{unit}联合主题党日', description: '同上一堂党课，同议一件居民关心的事，同做一件实事。' },
    { title: '{partner}到{unit}开展政策咨询', description: '把窗口摆到楼下，社保、医保、教育入学一次问清。' },
    { title: '{partner}与{unit}慰问困难家庭', description: '走访独居老人、残疾人和困难家庭，记下难处，分头办理。' },
    { title: '{partner}与{unit}消防隐患联合排查', description: '查飞线充电、查通道堵塞，当场整改，复杂的建台账。' },
    { title: '{partner}认领{unit}微项目', description: '补一段路、装一盏灯、修一处扶手，认领后公示进度。' },
    { title: '{partner}与{unit}居民议事会', description: '围绕停车、晾晒和加装电梯听意见，形成清单，分工办理。' },
  ],
  enterprises: [
    { title: '惠企一心：涉企政策送上门', description: '党员志愿服务队带着政策清单进车间，讲技改补贴、稳岗返还怎么申领。' },
    { title: '园区招聘夜市', description: '企业摆摊，求职者下班后来，现场面试，社保窗口同步答疑。', evening: true },
    { title: '安全生产进班组', description: '应急和消防人员带着隐患图册走一遍车间，班组长跟着学。' },
    { title: '企业用电用水会诊', description: '供电、供水党员服务队上门查线路、算能耗，给出节能建议。' },
    { title: '园区法律体检日', description: '公益律师为小微企业看合同、看用工，两小时一家。' },
    { title: '银企面对面', description: '把信贷产品讲清楚，现场登记需求，三个工作日内回复。' },
  ],
  socialOrganisations: [
    { title: '红社热心：助学物资分装', description: '社会组织与志愿者一起分装书包和文具，送到结对学校。' },
    { title: '红社热心：独居老人探访', description: '两人一组，带上血压计和日用品，聊天、查水电、查灶台。' },
    { title: '社会组织结对社区签约暨服务开放日', description: '社会组织摆出自己的服务菜单，社区居民现场点单。' },
    { title: '无偿献血宣传与招募', description: '介绍献血知识，愿意的现场登记，不愿意的领一份科普册。' },
    { title: '水上安全进校园', description: '救援队教孩子们叫叫伸抛划，认识东江边的警示牌。' },
    { title: '旧衣新生：闲置物品义卖', description: '义卖所得用于困难家庭微心愿，账目当天公开。' },
  ],
  compounds: [
    { title: '邻里如亲：百家宴', description: '一家一道菜，楼长牵头，物业搭台，老人小孩都来。' },
    { title: '一长两会一企联席会', description: '楼栋长、业委会、邻里互助会与物业企业坐到一起，议停车、议漏水、议公共收益。' },
    { title: '小区公共收益公开说明会', description: '物业逐项说明电梯广告和停车收入，居民当场提问。' },
    { title: '邻里跳蚤市场', description: '带上闲置来摆摊，换书、换玩具、换绿植。' },
    { title: '楼道革命：一起清杂物', description: '志愿者和居民一起清楼道，消防员讲为什么不能堵。' },
    { title: '小区电动车充电棚选址听证', description: '三个方案摆出来，谁赞成、谁反对、为什么，记下来一起定。' },
  ],
  oldTown: [
    { title: '巷长快办：老街巡查日', description: '巷长带队走街串巷，下水、灯杆、路面一路看一路记，第一时间上报。' },
    { title: '{place}文明劝导', description: '志愿者在路口引导非机动车停放，帮老人过马路。' },
    { title: '{place}店铺门前三包座谈', description: '和店主们一起商量门前整洁、夜间噪声和共享停车。' },
    { title: '老房用电安全入户', description: '电工志愿者免费查线路、换老化插座，先查独居老人。' },
    { title: '巷口摆摊听诉求', description: '一张桌、两把椅，诉求当场登记，当天办结的当天回复。' },
    { title: '老街故事会', description: '请老街坊讲骑楼和码头的旧事，记下来做成墙上的展板。' },
  ],
  policing: [
    { title: '一村（居）一警：反诈敲门行动', description: '驻村民警与网格员入户讲案例，教老人设置来电拦截。' },
    { title: '警民恳谈会', description: '民警讲辖区治安情况，听村民说夜间巡逻和路口的意见。' },
    { title: '护学岗志愿服务', description: '在学校门口引导车流、护送孩子过马路，按班次认领。' },
    { title: '防溺水联合巡塘', description: '民警、村干部和志愿者一起查水塘围栏和警示牌。', months: [4, 5, 6, 7, 8, 9] },
    { title: '矛盾纠纷联合调解日', description: '民警、律师、乡贤坐堂，小事不出村。' },
    { title: '平安夜巡', description: '警灯亮起来，志愿者跟着走一圈，查门窗、查隐患。', evening: true },
  ],
  visiting: [
    { title: '千人万户大走访：入户问需', description: '干部与网格员分片入户，记下难处，回来派单。' },
    { title: '千人万户大走访：回访办结事项', description: '上次登记的事办得怎样，请当事人评一评。' },
    { title: '千人万户大走访：台风前入户提醒', description: '逐户查看危房和低洼户，讲转移路线和联系人。', months: [5, 6, 7, 8, 9, 10] },
    { title: '千人万户大走访：返乡务工人员座谈', description: '问就业、问孩子入学、问老人看病。', months: [1, 2, 12] },
    { title: '千人万户大走访：独居老人一户一策', description: '签约医生同行，商量安康养老的办法。' },
  ],
}

/** By the title of the series. */
export const SERIES_TEMPLATES: Record<string, ActivityTemplate[]> = {
  罗浮晨读: [
    { title: '罗浮晨读：一起读写家乡的书', description: '每人读一页，读完说一句。备有大字本。' },
    { title: '罗浮晨读：东江纵队的故事', description: '读家乡的红色记忆，请老党员补充见闻。' },
    { title: '罗浮晨读：民法典里的邻里', description: '读相邻关系一章，用小区里的事来对照。' },
  ],
  榕树下微课堂: [
    { title: '榕树下微课堂：二十分钟讲懂医保', description: '医保窗口的同志讲门诊统筹和异地就医，讲完答疑。' },
    { title: '榕树下微课堂：垃圾分类小实验', description: '把一天的垃圾倒出来一起分，孩子们当裁判。' },
    { title: '榕树下微课堂：会用手机不怕骗', description: '教老人关免密支付、认假客服。' },
  ],
  青苗成长课: [
    { title: '青苗成长课：作业辅导', description: '大学生志愿者陪写作业，请监护人接送。' },
    { title: '青苗成长课：客家山歌学唱', description: '非遗传承人教唱两首，学会了一起录一段。' },
    { title: '青苗成长课：小小科学家', description: '做一个会转的风车，讲讲电从哪里来。' },
  ],
  先锋主题党日: [
    { title: '先锋主题党日：重温入党誓词', description: '在职党员与社区党员同过政治生日，说说一年里做成的一件事。' },
    { title: '先锋主题党日：认领社区岗位', description: '停车引导、政策宣讲、课后看护，按所长认领。' },
    { title: '先锋主题党日：走一遍网格', description: '跟着网格员走一遍自己住的网格，记三个问题带回来。' },
  ],
  楼栋议事会: [
    { title: '楼栋议事会：加装电梯怎么分摊', description: '设计师讲方案，居民算账，议不成下次再议。' },
    { title: '楼栋议事会：楼道灯与门禁', description: '哪层暗、哪扇门关不上，一一登记。' },
    { title: '楼栋议事会：宠物公约', description: '养宠和不养宠的坐到一起，定一份大家签名的公约。' },
  ],
  邻里文体汇: [
    { title: '邻里文体汇：广场舞交流展演', description: '六支队伍轮流上场，不评名次。' },
    { title: '邻里文体汇：羽毛球双打友谊赛', description: '自由搭档，社区备球，自带球拍。' },
    { title: '邻里文体汇：醒狮体验课', description: '青年狮队带孩子学步法和打鼓。' },
  ],
  长者安康行: [
    { title: '长者安康行：健康义诊', description: '县医院医生量血压、看慢病、调用药。' },
    { title: '长者安康行：白内障筛查', description: '查视力、查眼底，符合条件的安排免费手术。' },
    { title: '长者安康行：手机课堂', description: '教视频通话、教挂号、教看公交。' },
  ],
  便民服务日: [
    { title: '便民服务日：磨刀修伞修家电', description: '师傅坐堂，大件先登记再上门。' },
    { title: '便民服务日：法律与公证咨询', description: '遗嘱、借条、赡养，一桌一题。' },
    { title: '便民服务日：证件照与复印', description: '社区免费拍照，长者可上门。' },
  ],
  微心愿圆梦: [
    { title: '微心愿圆梦：集中认领', description: '一墙心愿卡，一张书桌、一副助听器，看中哪张就认领哪张。' },
    { title: '微心愿圆梦：无障碍改造勘察', description: '志愿者与设计师入户量尺寸，给行动不便的家庭装扶手、改坡道。' },
    { title: '微心愿圆梦：送心愿到家', description: '认领人和社工一起把东西送到，坐下来聊一会儿。' },
  ],
}

/** Where each series is held: scenes of a “future community”, of which the page names the first three used here. */
export const SERIES_PLACES: Record<string, string[]> = {
  长者安康行: ['{unit}长者活动室', '{unit}健康驿站', '{unit}长者饭堂'],
  青苗成长课: ['{unit}儿童活动室', '{unit}共享书房'],
  罗浮晨读: ['{unit}共享书房', '{unit}党群服务中心'],
  榕树下微课堂: ['{unit}文体广场榕树下', '{unit}健康驿站'],
  先锋主题党日: ['{unit}党群服务中心'],
  楼栋议事会: ['{unit}居民议事厅'],
  邻里文体汇: ['{unit}文体广场'],
  便民服务日: ['{unit}便民服务大厅', '{unit}文体广场'],
  微心愿圆梦: ['{unit}社工服务站'],
}

/** The old town's communities, each with its stretch of road; the page names the first two stretches. */
export const OLD_TOWN: Record<string, string> = { 桥南社区: '光明桥路段', 龙珠社区: '龙珠路东段', 解放路社区: '解放路巷口', 北门社区: '北门老街骑楼口' }

/** Riders meet at a station, the others of this list have places of their own above. */
export const PLACES: Record<Exclude<Line, 'riders' | 'programmes' | 'oldTown'>, string[]> = {
  pairing: ['{unit}党群服务中心', '{unit}新时代文明实践站', '{unit}居民议事厅'],
  enterprises: ['{unit}党群服务中心', '{unit}一楼会议室', '{unit}职工之家'],
  socialOrganisations: ['县志愿者之家', '罗阳文化广场', '{unit}活动室'],
  compounds: ['{unit}文体广场', '{unit}居民议事厅', '{unit}党群服务中心'],
  policing: ['{unit}警务室', '{unit}会议室', '{unit}文化广场'],
  visiting: ['{unit}党群服务中心（集合）', '{unit}网格驿站（集合）'],
}

export const CLOSING_SENTENCES = [
  '自愿参加，临时来不了请在本页取消，名额会自动让给候补的人。',
  '带上报名后的二维码，现场出示即可；忘带也没关系，报姓名就行。',
  '地方不大，请提前几分钟到。',
  '全程免费，不推销，不要求拍照。',
]

export const RIDER_CLOSING_SENTENCES = [
  '时间避开了午、晚高峰，来晚了、早走了都行。',
  '临时有单来不了，一点就能取消，不影响以后报名。',
  '全程免费，不打分，不通报，不要求转发。',
  '车可以停在门口，有人看着。',
]

export const OUTCOMES = [
  '按计划开展，现场登记的事项已分派到责任单位。',
  '到场情况良好，收到意见若干，已汇总报镇街。',
  '活动顺利，参加者希望下次延长答疑时间。',
  '已完成，照片与签到表存档。',
]

export const CANCEL_REASONS = ['受台风影响，为安全起见取消，改期另行通知。', '暴雨红色预警，取消本场。', '场地临时检修，取消本场，抱歉。', '讲师因公外出，改到下月举办。']

export interface QuestionTemplate {
  label: string
  kind: 'text' | 'textarea' | 'select' | 'checkbox'
  options?: string[]
  required: boolean
  /** The answers that people give, in turn. */
  answers: string[]
}

/** Sets of questions asked at sign-up. */
export const QUESTION_SETS: QuestionTemplate[][] = [
  [
    { label: '您所在的平台', kind: 'select', options: ['外卖配送', '快递', '网约车', '货运', '其他'], required: true, answers: ['外卖配送', '快递', '外卖配送', '网约车', '货运'] },
    { label: '饮食禁忌（没有可不填）', kind: 'text', required: false, answers: ['', '不吃辣', '', '', '清真'] },
  ],
  [
    { label: '头盔尺码', kind: 'select', options: ['M', 'L', 'XL'], required: true, answers: ['L', 'L', 'M', 'XL'] },
    { label: '想让讲师讲什么', kind: 'textarea', required: false, answers: ['', '夜里跑单怎么看路况', '', '被剐蹭了先做什么'] },
  ],
  [
    { label: '同行人数（不含本人）', kind: 'select', options: ['0', '1', '2', '3'], required: true, answers: ['0', '1', '1', '2', '0'] },
    { label: '我已知晓未成年人须由监护人陪同', kind: 'checkbox', required: true, answers: ['true'] },
  ],
]
