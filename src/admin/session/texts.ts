export const SESSION_TEXTS = {
  ended: '登录已过期，刚才的操作没有完成；填写的内容都还在本页。请在新窗口登录，再回到这里重试。',
  logIn: '去登录（新窗口）',
  close: '知道了',
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
