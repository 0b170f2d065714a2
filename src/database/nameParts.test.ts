import { execFileSync } from 'node:child_process'
import { describe, expect, it } from '@jest/globals'
import { namePartsOf } from './nameParts.ts'

/** The parts of a name as a county with this key stores them, in a process of its own. */
const partsWith = (key: string): string[] =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        `const { namePartsOf } = await import('./src/database/nameParts.ts'); console.log(JSON.stringify(namePartsOf('刘海峰')))`,
      ],
      { env: { ...process.env, DATA_KEY: key.repeat(64) }, encoding: 'utf8' },
    ),
  ) as string[]

describe('the parts of a name', () => {
  it('are one for each two characters, each once, and a single character is one itself', () => {
    const counts = ['刘海峰', '刘', '𡒄村', '哈哈哈', '买买提·吐尔逊', ' ', ''].map((name) => namePartsOf(name).length)
    expect(counts).toEqual([2, 1, 1, 1, 6, 0, 0])
  })

  it('are the same however the name was typed', () => {
    expect(namePartsOf(' Ａnna 李\u200b梅'.normalize('NFKC'))).toEqual(namePartsOf('anna 李梅'))
  })

  it('tell nothing without the key: no character stands in them, and another county has others', () => {
    const [here, there] = [partsWith('1'), partsWith('2')]
    expect(here).toHaveLength(2)
    expect(here.filter((part) => there.includes(part))).toEqual([])
    for (const part of here) expect(part).toMatch(/^[0-9a-f]{12}$/)
  })
})
