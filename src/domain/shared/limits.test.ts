import { describe, expect, it } from '@jest/globals'
import { LIMITS, networkOf, waitText } from './limits.ts'

describe('the network that an address is counted as [B2] [S-m3]', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network))
})

describe('the words for a wait', () => {
  it.each([
    [0, '1 秒'],
    [40_000, '40 秒'],
    [40_001, '41 秒'],
    [60_000, '1 分钟'],
    [61_000, '2 分钟'],
    [300_000, '5 分钟'],
    [3_600_000, '1 小时'],
    [3_600_001, '2 小时'],
  ])('%d ms: %s', (ms, text) => expect(waitText(ms)).toBe(text))
})

it('lets five hundred phones behind one address have their codes within ten minutes, and half as many again [D31]', () => {
  const { max, windowMs } = LIMITS['codes-from-network']
  expect(max).toBeGreaterThanOrEqual(750)
  expect(windowMs).toBeLessThanOrEqual(10 * 60_000)
})
