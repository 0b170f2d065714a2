export const NAV_TEXTS = {
  dashboard: '工作台',
  statistics: '统计',
  calendar: '活动月历',
  exports: '导出记录',
  posts: '任职与报到',
  imports: '导入',
  messages: '消息样式',
  help: '使用说明',
  site: '查看公开网站',
  logOut: '退出登录',
} as const
