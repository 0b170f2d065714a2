import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { followUndo, remaining } from './followStanding.ts'

it.each([
  [-1, '（已过期）'],
  [0, '（已过期）'],
  [59_999, '（还剩 59 秒）'],
  [60_000, '（还剩 1 分 0 秒）'],
  [754_000, '（还剩 12 分 34 秒）'],
])('%i ms: %s', (ms, words) => expect(remaining(ms)).toBe(words))

describe('a cancellation that can be taken back', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  it('counts down by the server’s clock, then offers another way and keeps the keyboard there', () => {
    document.body.innerHTML = `<div data-undo="28500"><p role="status">已取消</p>
      <form><button>撤销<span data-undo-left></span></button></form>
      <p data-undo-over hidden>已超过 30 秒，<a href="/activities/1">重新报名</a></p></div>`
    const notice = document.querySelector<HTMLElement>('[data-undo]')
    if (!notice) throw new Error('No notice')
    followUndo(notice)
    expect(notice.querySelector('button')?.textContent).toBe('撤销（还有 29 秒）')
    jest.advanceTimersByTime(5000)
    expect(notice.querySelector('button')?.textContent).toBe('撤销（还有 24 秒）')
    notice.querySelector('button')?.focus()
    jest.advanceTimersByTime(24_000)
    expect(notice.querySelector('form')).toBeNull()
    expect(notice.querySelector('[data-undo-over]')).not.toHaveAttribute('hidden')
    expect(document.activeElement?.textContent).toBe('重新报名')
  })
})
