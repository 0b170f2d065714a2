import { MAX_IMPORT_ROWS } from '../../domain/imports/requests.ts'
import { IMPORT_KINDS, type ImportKind, type ImportState, type RowOutcome } from '../../domain/imports/vocabulary.ts'
import { formatNumber } from '../format.ts'

export const IMPORT_TEXTS = {
  title: '导入',
  intro: '把表格、纸质签到表里的人员和以往活动导进来。先检查，看清每一行会怎样，再导入；导入后 30 天内可以撤销。',
  kind: '要导入的内容',
  unit: '归入的单位',
  above: '没有写上级的，归入',
  activityOf: (title: string) => `活动：${title}`,
  otherKinds: '改为导入其他内容',
  gone: '没有找到这场活动，或不在您的管理范围内。',
  importGone: '没有找到这次导入，或不在您的管理范围内；以往的导入见下方，也可以导入新的文件。',
  source: '文件或粘贴',
  file: '文件（.xlsx 或 .csv）',
  choose: '选择文件…',
  noneChosen: '还没有选择',
  paste: '粘贴单元格',
  pasted: '在 Excel 或 WPS 里选中标题和各行，复制后粘贴到这里',
  template: (kind: ImportKind) => `下载“${IMPORT_KINDS[kind]}”的模板`,
  bounds: (kind: ImportKind) => `一次最多 ${formatNumber(MAX_IMPORT_ROWS[kind])} 行、20 MB。上传后只读取，不写入。`,
  upload: '上传并识别各列',
  uploading: '正在上传和读取，请不要关闭页面…',
  noFile: '请选择一个文件。',
  noText: '请先粘贴单元格。',
  earlier: '以往的导入',
  none: '还没有导入过。',
  back: '返回导入',
  facts: (fileName: string, unit: string, rows: number) => `${fileName} · ${unit} · ${formatNumber(rows)} 行`,
  mapping: '各列的含义',
  mappingHint: '已按标题认出各列，可以改；下次导入同样的表格照此办理。',
  notInFile: '文件里没有',
  column: (place: number, heading: string) => `第 ${place + 1} 列：${heading === '' ? '（无标题）' : heading}`,
  required: '必填',
  check: '检查各行',
  checkAgain: '重新检查',
  abandon: '放弃这个文件',
  progress: {
    checking: (done: number, all: number) => `正在检查：${formatNumber(done)} / ${formatNumber(all)} 行`,
    running: (done: number, all: number) => `正在导入：${formatNumber(done)} / ${formatNumber(all)} 行`,
    undoing: (done: number, all: number) => `正在撤销：${formatNumber(done)} / ${formatNumber(all)} 行`,
  },
  canLeave: '可以离开本页，稍后再来看。',
  all: '全部',
  number: '行号',
  outcome: '结果',
  problems: '说明',
  difference: (label: string, inFile: string, stored: string) =>
    `${label}：本行是“${inFile}”，${stored === '' ? '已有的没有填' : `已有的是“${stored}”`}`,
  noRows: '没有这样的行。',
  forgotten: '各行的内容已按期清除，只留行数；不能再撤销。',
  consent: '已向本人口头说明并取得同意',
  consentHint: '“我们把您的姓名和联系方式登记到先‘蜂’，只用于志愿服务和活动的组织与记录，您可以随时查看、更正或注销。”',
  run: (ready: number) => `导入 ${formatNumber(ready)} 行`,
  nothingReady: '没有可以导入的行：请按说明改好文件，重新上传。',
  left: (count: number) => `其余 ${formatNumber(count)} 行不会写入：已有的不改动，有问题的请改好后另行导入。`,
  done: (count: number) => `已导入 ${formatNumber(count)} 行。`,
  quiet: '导入的记录不发消息。',
  undo: '撤销这次导入',
  undoHint: '逐行撤销；导入后有人改过或用到的保留，并说明原因。',
  undoConfirm: '确认撤销',
  keep: '不撤销',
  undone: (undone: number, left: number) =>
    left === 0
      ? `已撤销 ${formatNumber(undone)} 行。`
      : `已撤销 ${formatNumber(undone)} 行，保留 ${formatNumber(left)} 行，原因见各行的说明。`,
} as const

/** The step that each state asks of people, on the list. */
export const NEXT_STEP: Partial<Record<ImportState, string>> = {
  read: '接着检查',
  checked: '查看结果并导入',
}

/** The outcomes in the order of the filter. */
export const SHOWN_OUTCOMES: RowOutcome[] = [
  'ready',
  'faulty',
  'known',
  'repeated',
  'written',
  'undone',
  'left',
  'waiting',
]
