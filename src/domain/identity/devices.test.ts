import { expect, test } from '@jest/globals'
import { deviceInWords, networkInWords } from './devices.ts'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Windows 电脑，Edge 浏览器',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50',
    'iPhone，微信',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36',
    '安卓手机，Chrome 浏览器',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    '苹果电脑，Safari 浏览器',
  ],
  ['curl/8.5.0', '其他程序'],
  ['', '其他程序'],
])('%s is %s', (userAgent, words) => {
  expect(deviceInWords(userAgent)).toBe(words)
})

test.each([
  ['203.0.113.77', '203.0.113.*'],
  ['2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['unknown', '未知网络'],
])('of the network %s is told %s', (network, told) => {
  expect(networkInWords(network)).toBe(told)
})
