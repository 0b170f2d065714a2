/**
 * The county's tree. Names of the county, its towns and the places named in docs are public geography; which village or
 * organisation stands where is invented, and villages are put together from common syllables.
 */
export const COUNTY = '博罗县'

/**
 * 14 towns, 2 streets and 1 management committee, each with the local part of its staff e-mail and its communities
 * (46).
 */
export const TOWNS: { name: string; short: string; mailbox: string; villages: number; communities: string[] }[] = [
  {
    name: '罗阳街道',
    short: '罗阳',
    mailbox: 'luoyang',
    villages: 24,
    communities: ['龙珠社区', '城东社区', '城南社区', '北门社区', '桥南社区', '榕溪社区', '东江社区', '解放路社区', '荔园社区', '江湾社区', '学府社区'],
  },
  { name: '龙溪街道', short: '龙溪', mailbox: 'longxi', villages: 22, communities: ['龙溪社区', '龙桥社区', '长湖社区', '银岗社区', '溪口社区'] },
  { name: '园洲镇', short: '园洲', mailbox: 'yuanzhou', villages: 24, communities: ['园洲社区', '禾洲社区', '沙头社区', '滨河社区'] },
  { name: '石湾镇', short: '石湾', mailbox: 'shiwan', villages: 22, communities: ['石湾社区', '兴业社区', '永安社区'] },
  { name: '福田镇', short: '福田', mailbox: 'futian', villages: 20, communities: ['福田社区', '荔枝墩社区'] },
  { name: '长宁镇', short: '长宁', mailbox: 'changning', villages: 20, communities: ['长宁社区', '松树岗社区'] },
  { name: '湖镇镇', short: '湖镇', mailbox: 'huzhen', villages: 22, communities: ['湖镇社区', '显岗社区'] },
  { name: '横河镇', short: '横河', mailbox: 'henghe', villages: 17, communities: ['横河社区'] },
  { name: '柏塘镇', short: '柏塘', mailbox: 'baitang', villages: 22, communities: ['柏塘社区', '平安社区'] },
  { name: '泰美镇', short: '泰美', mailbox: 'taimei', villages: 20, communities: ['泰美社区', '良田社区'] },
  { name: '公庄镇', short: '公庄', mailbox: 'gongzhuang', villages: 20, communities: ['公庄社区', '水口社区'] },
  { name: '杨村镇', short: '杨村', mailbox: 'yangcun', villages: 22, communities: ['杨村社区', '桔子社区', '新桥社区'] },
  { name: '麻陂镇', short: '麻陂', mailbox: 'mabei', villages: 20, communities: ['麻陂社区', '龙田社区'] },
  { name: '石坝镇', short: '石坝', mailbox: 'shiba', villages: 20, communities: ['石坝社区', '三径社区'] },
  { name: '观音阁镇', short: '观音阁', mailbox: 'guanyinge', villages: 19, communities: ['观音阁社区'] },
  { name: '龙华镇', short: '龙华', mailbox: 'longhua', villages: 19, communities: ['龙华社区'] },
  { name: '罗浮山管委会', short: '罗浮山', mailbox: 'luofushan', villages: 10, communities: ['罗浮山社区'] },
]

export const VILLAGE_FIRST = [...'上下新大东西南北高长横石沙水黄白凤鹤竹松梅荷榕荔']
export const VILLAGE_SECOND = [...'塘岗田围埔坑岭坪湖桥洲屋楼寨陂径坝窝']

/** Resident organisations' Party branches in the county town. */
export const COUNTY_ORGANISATIONS = [
  '县委办公室机关党委',
  '县人大机关党支部',
  '县政府办公室机关党委',
  '县政协机关党支部',
  '县发展和改革局机关党支部',
  '县教育局机关党委',
  '县工业和信息化局机关党支部',
  '县公安局机关党委',
  '县民政局机关党支部',
  '县司法局机关党总支',
  '县财政局机关党总支',
  '县人力资源和社会保障局机关党委',
  '县自然资源局机关党总支',
  '县生态环境分局党支部',
  '县住房和城乡建设局机关党总支',
  '县交通运输局机关党总支',
  '县水利局机关党支部',
  '县农业农村局机关党总支',
  '县商务局机关党支部',
  '县文化广电旅游体育局机关党总支',
  '县卫生健康局机关党委',
  '县退役军人事务局党支部',
  '县应急管理局机关党支部',
  '县审计局机关党支部',
  '县市场监督管理局机关党委',
  '县统计局机关党支部',
  '县医疗保障局党支部',
  '县城市管理和综合执法局机关党总支',
  '县信访局党支部',
  '县林业局机关党支部',
  '县税务局机关党委',
  '县气象局党支部',
  '县人民法院机关党委',
  '县人民检察院机关党总支',
  '县总工会党支部',
  '团县委党支部',
  '县妇联党支部',
  '县残联党支部',
  '县工商联党支部',
  '县融媒体中心党总支',
  '县供销社党支部',
  '县档案馆党支部',
  '县人民医院党委',
  '县中医医院党委',
  '县妇幼保健院党总支',
  '县供电局党委',
  '县邮政分公司党支部',
  '县公共交通公司党支部',
]

/** In every town but the county town: these two, and in the first eight a third. */
export const TOWN_ORGANISATIONS = ['中学党支部', '卫生院党支部']
export const TOWNS_WITH_POWER_STATION = 8
export const POWER_STATION = '供电所党支部'

/** Other units that hold activities or whose people take part, by the community or town they lie in. */
export const OTHER_UNITS: { name: string; kind: 'compound' | 'firm' | 'socialOrganisation' | 'branch'; parent: string }[] = [
  { name: '龙珠花园', kind: 'compound', parent: '龙珠社区' },
  { name: '东江豪庭', kind: 'compound', parent: '东江社区' },
  { name: '荔园新村', kind: 'compound', parent: '荔园社区' },
  { name: '江湾一号', kind: 'compound', parent: '江湾社区' },
  { name: '学府雅苑', kind: 'compound', parent: '学府社区' },
  { name: '城东安居苑', kind: 'compound', parent: '城东社区' },
  { name: '龙溪嘉园', kind: 'compound', parent: '龙溪社区' },
  { name: '溪畔名居', kind: 'compound', parent: '龙溪社区' },
  { name: '龙桥新城', kind: 'compound', parent: '龙桥社区' },
  { name: '园洲碧水湾', kind: 'compound', parent: '园洲社区' },
  { name: '滨河花苑', kind: 'compound', parent: '滨河社区' },
  { name: '石湾幸福里', kind: 'compound', parent: '石湾社区' },
  { name: '罗阳快递分拨中心', kind: 'firm', parent: '城东社区' },
  { name: '龙溪同城配送站', kind: 'firm', parent: '龙溪社区' },
  { name: '博罗智能装备产业园区', kind: 'firm', parent: '石湾镇' },
  { name: '园洲服装产业园', kind: 'firm', parent: '园洲镇' },
  { name: '泰美电子科技园', kind: 'firm', parent: '泰美镇' },
  { name: '福田精密制造园', kind: 'firm', parent: '福田镇' },
  { name: '平安出行网约车服务部', kind: 'firm', parent: '桥南社区' },
  { name: '罗浮山民宿联合社', kind: 'firm', parent: '罗浮山社区' },
  { name: '博罗县志愿者联合会', kind: 'socialOrganisation', parent: COUNTY },
  { name: '罗浮山应急救援队', kind: 'socialOrganisation', parent: '罗浮山管委会' },
  { name: '东江义工服务社', kind: 'socialOrganisation', parent: '东江社区' },
  { name: '龙溪乡贤促进会', kind: 'socialOrganisation', parent: '龙溪街道' },
  { name: '园洲爱心助学会', kind: 'socialOrganisation', parent: '园洲镇' },
  { name: '向阳社会工作服务中心', kind: 'socialOrganisation', parent: '学府社区' },
  { name: '快递物流行业党支部', kind: 'branch', parent: '罗阳街道' },
  { name: '网络配送行业党支部', kind: 'branch', parent: '龙溪街道' },
  { name: '网约车行业党支部', kind: 'branch', parent: '罗阳街道' },
]
