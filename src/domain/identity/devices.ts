const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger\//, '微信'],
  [/DingTalk\//, '钉钉'],
  [/Edg(A|iOS)?\//, 'Edge 浏览器'],
  [/(OPR|Opera)\//, 'Opera 浏览器'],
  [/(Firefox|FxiOS)\//, 'Firefox 浏览器'],
  [/(Chrome|CriOS)\//, 'Chrome 浏览器'],
  [/Safari\//, 'Safari 浏览器'],
]
const DEVICES: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, '鸿蒙设备'],
  [/Android.*Mobile/, '安卓手机'],
  [/Android/, '安卓平板'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, '苹果电脑'],
  [/Linux|CrOS/, 'Linux 电脑'],
]

const firstOf = (names: [RegExp, string][], userAgent: string): string | undefined =>
  names.find(([mark]) => mark.test(userAgent))?.[1]

/** A device in words, by what its browser says of itself: enough to know one's own by. */
export function deviceInWords(userAgent: string): string {
  const [device, browser] = [firstOf(DEVICES, userAgent), firstOf(BROWSERS, userAgent)]
  if (device === undefined) return browser ?? '其他程序'
  return browser === undefined ? device : `${device}，${browser}`
}

/** A network so far that one knows it again, and no further: `203.0.113.*`, `2001:db8:1::/48`. */
export function networkInWords(network: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(network)) return network.replace(/\d+$/, '*')
  return network.includes(':') ? `${network.split(':').slice(0, 3).join(':')}::/48` : '未知网络'
}
