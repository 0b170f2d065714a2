import { describe, expect, it } from '@jest/globals'
import { settable } from './letters.ts'

describe('settable', () => {
  it.each([
    ['what the fonts have stays, one line long', '欧阳𬱖 买买提·吐尔逊•\n座谈', '欧阳𬱖 买买提·吐尔逊• 座谈'],
    ['a letter that they lack is shown to be missing', '林𡒄花', '林〓花'],
    ['emoji are ornament', '🎉迎新年👨‍👩‍👧🏽清扫🧹🇨🇳', '迎新年清扫'],
    ['but not where there is nothing else', '🎉🧹', '〓〓'],
    ['nothing is nothing', '', ''],
  ])('%s', async (_, text, expected) => expect(await settable(text)).toBe(expected))
})
