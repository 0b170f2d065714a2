export const MERGING_TEXTS = {
  title: '合并重复的人员记录',
  hint: '同一人登记了两次时，把另一条并入本条：报名、培训、表彰和证明随之转移，本条所缺的联系方式和资料由另一条补上。同一活动两条都报了名的，只留一条，多占的名额让给候补，人次和时长不重复计算。合并后另一条不能再登录，不能撤销。',
  other: '另一条记录的志愿者编号',
  otherHint: (number: string) => `本条的编号是 ${number}。`,
  find: '查找',
  unknown: '没有这个编号的人员，请核对。',
  same: '这是本条自己的编号，请填写另一条的。',
  found: (name: string, phone: string, email: string) =>
    `将并入本条的是：${[name, phone, email].filter((part) => part !== '').join('，')}。请核对是否同一人。`,
  reason: '合并原因',
  reasonHint: '写入操作留痕和各条报名的处理经过。',
  merge: '并入本条',
  merged: '已合并',
  mergedHint: '这条记录已并入同一人的另一条，不再更改；原有的签到票码继续有效。',
  open: '打开另一条',
} as const
