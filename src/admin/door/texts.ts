import { MAX_DOOR_LINKS } from '../../domain/attendance/doorLinks.ts'

export const DOOR_TEXTS = {
  title: '门口协助链接',
  hint: `请没有账号的人帮忙签到：对方用自己的手机打开链接，只看得到这一场的签到名单（姓名、手机尾号），只能登记到场。活动结束 2 小时后自动失效，也可随时收回；一场最多 ${MAX_DOOR_LINKS} 个在用。对方登记的，都记在您的名下并注明经手人。`,
  label: '给谁用',
  labelHint: '如“王阿姨”，会写进记录和操作留痕。',
  make: '开通链接',
  loading: '正在读取…',
  // The new link
  made: (label: string) => `给${label}的链接`,
  madeHint: '请对方现在用手机扫码，或把链接发给本人。只显示这一次；对方第一次看到名单 10 分钟后，别的手机不能再打开。',
  picture: '协助链接的二维码',
  address: '协助链接',
  copy: '复制链接',
  copied: '已复制，可以粘贴给对方。',
  copyFailed: '浏览器不让复制，请手动选中链接复制。',
  close: '对方已打开，收起',
  // Those that are there
  none: '还没有开通过。',
  about: (madeBy: string, madeAt: string) => `${madeBy} 于 ${madeAt} 开通`,
  until: (at: string) => `有效到 ${at}`,
  used: (at: string | null) => (at === null ? '还没有用过' : `最近使用 ${at}`),
  revoke: '收回',
  revokeNamed: (label: string) => `收回给${label}的链接`,
  revoked: (label: string) => `已收回给${label}的链接，对方的手机不能再用。`,
} as const
