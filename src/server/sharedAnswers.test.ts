import { describe, expect, it } from '@jest/globals'
import { SharedAnswer, SharedAnswers } from './sharedAnswers.ts'

const saying = (text: string): SharedAnswer => new SharedAnswer('html', Buffer.from(text))
const asIs = (answer: SharedAnswer | string): SharedAnswer | null => (answer instanceof SharedAnswer ? answer : null)

/** Counts how often an answer is made; `state` is what everybody sees. */
function setUp() {
  const world = { version: 0, made: 0 }
  const answers = new SharedAnswers(() => world.version)
  const make = async (): Promise<SharedAnswer | string> => {
    world.made += 1
    const seen = `as of ${world.version}`
    await new Promise(setImmediate)
    return saying(seen)
  }
  const ask = async (address = '/'): Promise<string> => {
    const answer = await answers.answer(address, make, asIs)
    return answer instanceof SharedAnswer ? (await answer.in('identity')).toString() : answer
  }
  return { world, answers, ask }
}

describe('SharedAnswers', () => {
  it('makes one answer for all who ask at once', async () => {
    const { world, ask } = setUp()
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => ask())))).toEqual(new Set(['as of 0']))
    expect(world.made).toBe(1)
    await ask('/other')
    expect(world.made).toBe(2)
  })

  it('shows a change to whoever asks after it, also while the one before is made', async () => {
    const { world, ask } = setUp()
    const before = ask()
    world.version = 1
    expect(await Promise.all([ask(), ask()])).toEqual(['as of 1', 'as of 1'])
    await before
    expect(await ask()).toBe('as of 1')
    expect(world.made).toBe(2)
  })

  it('makes one for many changes: those who ask wait for it', async () => {
    const { world, ask } = setUp()
    const asked: Promise<[number, string]>[] = []
    for (let change = 1; change <= 50; change += 1) {
      world.version = change
      asked.push(ask().then((seen) => [change, seen]))
      await new Promise(setImmediate)
    }
    for (const [change, seen] of await Promise.all(asked))
      expect(Number(seen.slice('as of '.length))).toBeGreaterThanOrEqual(change)
    expect(world.made).toBeLessThanOrEqual(4)
  })

  it('gives an error to the one who asked first, and keeps it for nobody', async () => {
    const { answers } = setUp()
    let made = 0
    const ask = () => answers.answer('/', () => Promise.resolve(`error ${++made}`), asIs)
    expect(new Set(await Promise.all([ask(), ask(), ask()])).size).toBe(3)
    expect(await ask()).toBe('error 4')
  })

  it('lets each try again when it cannot be made', async () => {
    const { answers } = setUp()
    const fail = () => answers.answer('/', () => Promise.reject(new Error('no database')), asIs)
    await expect(Promise.all([fail(), fail()])).rejects.toThrow('no database')
    expect(await answers.answer('/', () => Promise.resolve(saying('well')), asIs)).toBeInstanceOf(SharedAnswer)
  })

  it('holds no more than it may, however many addresses there are', async () => {
    const { answers } = setUp()
    let made = 0
    const ask = (address: string) =>
      answers.answer(address, () => Promise.resolve((made++, new SharedAnswer('html', Buffer.alloc(1_000_000)))), asIs)
    for (let address = 0; address < 50; address += 1) await ask(`/${address}`)
    // The first ones had to go.
    await ask('/0')
    expect(made).toBe(51)
    await ask('/49')
    expect(made).toBe(51)
  })
})
