import { describe, expect, it } from '@jest/globals'
import { namesakesOf, sameNameInWords } from './namesakes.ts'

const listed = (name: string, changes: object = {}) => ({
  name,
  phoneTail: '1234',
  status: 'confirmed' as const,
  attendance: 'unknown' as const,
  ...changes,
})

describe('a same name', () => {
  it('is found whatever blanks were typed in it, and no other', () => {
    const list = [listed('李建国'), listed('李建'), listed('')]
    expect(namesakesOf(list, ' 李建国\u200b').map(({ name }) => name)).toEqual(['李建国'])
    expect(namesakesOf([listed('林**')], '林秀兰')).toEqual([])
  })

  it.each([
    [{ attendance: 'present' as const }, '名单上已有同名的人：李建国（尾号 1234，已签到）——是同一个人吗？'],
    [{ attendance: 'absent' as const }, '名单上已有同名的人：李建国（尾号 1234，未到场）——是同一个人吗？'],
    [{ status: 'waitlisted' as const }, '名单上已有同名的人：李建国（尾号 1234，候补中）——是同一个人吗？'],
    [{ phoneTail: '' }, '名单上已有同名的人：李建国（已报名）——是同一个人吗？'],
  ])('is said with phone and standing, as the list shows them: %j', (changes, sentence) =>
    expect(sameNameInWords([listed('李建国', changes)])).toBe(sentence),
  )

  it('names all of several', () =>
    expect(sameNameInWords([listed('李建国'), listed('李建国', { phoneTail: '5678' })])).toContain(
      '李建国（尾号 1234，已报名）、李建国（尾号 5678，已报名）',
    ))
})
