export const SESSION_TEXTS = {
  ended: '登录已过期，刚才的操作没有完成；填写的内容都还在本页。请在新窗口登录，再回到这里重试。',
  logIn: '去登录（新窗口）',
  close: '知道了',
} as const

export const LOG_IN_TEXTS = {
  title: '登录管理后台',
  email: '电子邮件',
  password: '密码',
  logIn: '登录',
  sending: '正在登录…',
  forgot: '忘记密码？',
  code: '两步验证码',
  codeHint: '打开身份验证器，填写 6 位验证码；手机不在身边时，填写一个恢复码。',
  again: '换一个账号',
} as const

export const NEW_PASSWORD_TEXTS = {
  invitation: '接受邀请，设置密码',
  invited: (name: string, unit: string) =>
    `${name}，您好！${unit}邀请您使用先“蜂”。密码只有您自己知道，以后用下面的邮箱登录：`,
  loading: '正在核对链接…',
  reset: '设置新密码',
  resetHint: '设好后，其他设备上的登录全部退出。',
  first: '建立首个组织部门账号',
  firstHint:
    '系统里还没有工作人员。请用服务器启动时打印的一次性链接打开本页，填写后即可登录，再邀请其他同事。链接过期了，重新启动服务器会打印新的。',
  name: '姓名',
  email: '邮箱（登录用）',
  unit: '县级单位名称',
  password: '密码',
  again: '再输入一次密码',
  save: '设好密码并登录',
  sending: '正在保存…',
  toLogIn: '去登录',
} as const

export const OWN_PASSWORD_TEXTS = {
  title: '先换成自己的密码',
  greeting: (name: string) =>
    `${name}，您好！您现在的密码是别人帮您设置的。换成只有您自己知道的，就可以开始工作了，只需这一次。`,
  current: '现在的密码',
  password: '新密码',
  hint: (least: number) => `至少 ${least} 个字符，可以用几个词连成一句；不要用姓名、邮箱。`,
  again: '再输入一次新密码',
  notTheSame: '两次输入的新密码不一样，请再输入一次。',
  change: '换密码并继续',
  sending: '正在保存…',
} as const
