export const SAVING_TEXTS = {
  title: '这一项刚被他人改过',
  hint: '您打开表单之后，下面的内容被他人改成了别的。还没有保存任何改动，请选择保留哪一个。',
  field: '项目',
  mine: '您填的',
  theirs: '他人改成的',
  keepMine: '保留我的并保存',
  takeTheirs: '用对方的，继续编辑',
} as const
