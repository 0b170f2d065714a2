import { describe, expect, it, test } from '@jest/globals'
import { codeRequestSchema, oneTimeCodeSchema } from '../identity/requests.ts'
import { emailSchema, nameSchema, phoneSchema } from './requests.ts'
import { selfCheckInRequestSchema } from '../attendance/requests.ts'
import { emailText, isVisible, lineText, longText, nameText, phoneText, symbolText } from './typedText.ts'

const firstIssue = (result: { success: boolean; error?: { issues: { message: string }[] } | undefined }) =>
  result.error?.issues[0]?.message

describe('phones', () => {
  test.each([
    '13812345678',
    '１３８１２３４５６７８',
    '\u202d13812345678\u202c',
    '008613812345678',
    '0086-138-1234-5678',
    '(+86)13812345678',
    '（+86）13812345678',
    '＋86 138 1234 5678',
    '86 13812345678',
    '138\u200b12345678',
    '138－1234－5678',
    '138–1234—5678',
    '138−1234‐5678',
    '138.1234.5678',
    '138·1234·5678',
    '13812345678。',
    '\u206813812345678\u2069',
    '\ufeff13812345678\u00ad',
    'tel:13812345678',
    '138\u30001234\u00a05678',
  ])('%j is 13812345678 [D9]', (typed) =>
    expect(phoneSchema.safeParse(typed)).toEqual({ success: true, data: '13812345678' }),
  )

  test.each([
    '+85291234567',
    '+852 9123 4567',
    '00852-9123-4567',
    '85291234567',
    '85366123456',
    '886912345678',
    '+886912345678',
    '+1 415 555 2671',
    '0014155552671',
  ])('%s is told to use e-mail [D9]', (typed) => {
    expect(firstIssue(phoneSchema.safeParse(typed))).toContain('邮箱')
  })

  test.each(['1381234567', '138123456789', '23812345678', '138a2345678', '13812345678/13912345678', '', '\u200b'])(
    '%j is no phone number',
    (typed) => {
      expect(firstIssue(phoneSchema.safeParse(typed))).toContain('手机号')
      expect(firstIssue(phoneSchema.safeParse(typed))).not.toContain('邮箱')
    },
  )
})

describe('codes', () => {
  test.each(['123456', '１２３４５６', '123 456', '123-456', '\u200b123456', ' 123\u00a0456。'])(
    '%j is 123456 [D9]',
    (typed) => {
      expect(oneTimeCodeSchema.safeParse(typed)).toEqual({ success: true, data: '123456' })
      expect(selfCheckInRequestSchema.safeParse({ code: typed })).toEqual({ success: true, data: { code: '123456' } })
    },
  )
  it('leaves the pass of self check-in as it is', () => {
    const code = '58912345.123456.abc-EFG_hij0123456789x'
    expect(selfCheckInRequestSchema.parse({ code })).toEqual({ code })
  })
  it('refuses a code of five or seven', () =>
    expect([oneTimeCodeSchema.safeParse('12345').success, oneTimeCodeSchema.safeParse('1234567').success]).toEqual([
      false,
      false,
    ]))
})

describe('e-mail', () => {
  test.each([
    ['a@xn--fsqu00a.xn--fiqs8s', 'a@xn--fsqu00a.xn--fiqs8s'],
    ['a@例子.中国', 'a@xn--fsqu00a.xn--fiqs8s'],
    ['a@例子。中国', 'a@xn--fsqu00a.xn--fiqs8s'],
    ['Ａ＠Example．com', 'a@example.com'],
    ['\u202aa@example.com\u202c', 'a@example.com'],
    ['a@example.com。', 'a@example.com'],
    ['a@exam\u200bple.com', 'a@example.com'],
  ])('%j is %s [D9]', (typed, is) => expect(emailSchema.safeParse(typed)).toEqual({ success: true, data: is }))
  test.each(['a@', '@b.cn', 'a@b', 'a b@c', 'a@-b.cn', 'a@b.cn:80', 'a@b.cn/x', '..@b.cn', 'a@xn--.中国\u0000'])(
    '%j is none',
    (typed) => expect(emailSchema.safeParse(typed).success).toBe(false),
  )
  it('is the same when it is read again', () =>
    expect(emailText(emailText('A@例子.中国'))).toBe('a@xn--fsqu00a.xn--fiqs8s'))
  it('goes through the call as through the form', () =>
    expect(codeRequestSchema.parse({ email: 'a@例子.中国' })).toEqual({ email: 'a@xn--fsqu00a.xn--fiqs8s' }))
})

describe('names', () => {
  test.each([
    ['张\u202e三李四', '张三李四'],
    ['张\u200b三', '张三'],
    [' 张\u3000三 ', '张 三'],
    ['v1:张三', 'v1:张三'],
    ['买买提•吐尔逊', '买买提·吐尔逊'],
    ['买买提・吐尔逊', '买买提·吐尔逊'],
    ['e\u0301va', '\u00e9va'],
    ['\u{21484}\uffff某\u{1ffff}', '\u{21484}某'],
  ])('%j is %j [D30]', (typed, is) => expect(nameSchema.safeParse(typed)).toEqual({ success: true, data: is }))
  test.each([
    '\u200b\u200b',
    '\u2060',
    '\u202e',
    '\u3164',
    '\u2800',
    '\u115f\u1160',
    '\ufe0f',
    '\u0301',
    '\u{e0041}',
    '\ufffe',
    '\u00a0',
    '',
  ])('%j cannot be seen and is refused [D30]', (typed) => {
    expect(firstIssue(nameSchema.safeParse(typed))).toBe('请填写姓名')
  })
  it('has a blank where a line broke, and no other control', () => expect(nameText('张\n三\u0007')).toBe('张 三'))
})

describe('free text', () => {
  it('keeps lines, tabs and emoji, and nothing that cannot be seen', () => {
    expect(
      longText('第一行\r\n\t第二行\u0085👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3\u2028三\u202e四\ufffe\u{10ffff}'),
    ).toBe('第一行\n\t第二行\n👨\u200d👩\u200d👧 ❤\ufe0f 1\ufe0f\u20e3\n三四')
    expect(lineText('一\u2028二\r\n三\t四')).toBe('一 二 三 四')
    expect(lineText('a\u200db\ufe0f')).toBe('ab')
  })
  it('keeps characters that Unicode has assigned since, and those of one’s own', () =>
    expect(lineText('\u{323b0}\ue000')).toBe('\u{323b0}\ue000'))
  it('drops half of a character', () => expect(lineText('a\ud800b')).toBe('ab'))
  it('knows what can be seen', () =>
    expect(['', ' \u3000', '\u200b', '\u0301', '张', '1', '！', '\ue000', '😀'].map(isVisible)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
    ]))
})

test.each([lineText, longText, nameText, symbolText, phoneText, emailText])(
  '%p of what it gave is the same',
  (kind) => {
    for (const text of [
      ' 一\u202e二 ',
      '👨\u200d👩',
      'Ａ－１',
      '+85291234567',
      '1\ufe0f\u20e3\u200d',
      'e\u200b\u0301',
      '\u1112\u200b\u1161\u11ab',
      ' a\u200b ',
    ])
      expect(kind(kind(text))).toBe(kind(text))
  },
)
