import { nameText } from '../shared/typedText.ts'
import { ATTENDANCES, REGISTRATION_STATUSES, type Attendance, type RegistrationStatus } from '../shared/vocabulary.ts'

export const isSameName = (a: string, b: string): boolean => nameText(a) === nameText(b)

/** Those on a list whose name is the one that was typed. */
export const namesakesOf = <T extends { name: string }>(listed: T[], typed: string): T[] =>
  listed.filter(({ name }) => isSameName(name, typed))

/** One person on a list, as it shows them. */
export interface Listed {
  name: string
  /** The last four digits; empty when the list shows none. */
  phoneTail: string
  status: RegistrationStatus
  attendance: Attendance
}

/** 李建国（尾号 1234，已签到） */
export function listedInWords({ name, phoneTail, status, attendance }: Listed): string {
  const standing =
    attendance === 'present' ? '已签到' : attendance === 'absent' ? ATTENDANCES.absent : REGISTRATION_STATUSES[status]
  return `${name}（${phoneTail === '' ? '' : `尾号 ${phoneTail}，`}${standing}）`
}

/** The question that is asked before somebody of the same name is put on a list beside them. */
export const sameNameInWords = (namesakes: Listed[]): string =>
  `名单上已有同名的人：${namesakes.map(listedInWords).join('、')}——是同一个人吗？`
