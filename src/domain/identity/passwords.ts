import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import * as common from '@zxcvbn-ts/language-common'
import * as english from '@zxcvbn-ts/language-en'
import { COMMON_PASSWORDS } from './commonPasswords.ts'
import { PASSWORD_LENGTH } from './vocabulary.ts'

/** Of zxcvbn's scores, 0 to 4: a hundred million guesses and more. */
const LEAST_SCORE = 3
/** So many characters are looked at: a long password takes seconds, and one whose beginning is good is good. */
const LOOKED_AT = 40

/** Facts about the person that everybody knows, and so guesses first. */
interface Known {
  name?: string | undefined
  email?: string | undefined
  unit?: string | undefined
}

/**
 * The fault of a password of staff, in a sentence that says how to do better; null when it may be used. No rules about
 * kinds of characters (ASVS 5, 6.2.5): long enough, and by zxcvbn's estimate hard to guess for somebody who knows the
 * commonest passwords, English and pinyin, and the person.
 */
export function passwordProblem(password: string, { name = '', email = '', unit = '' }: Known): string | null {
  if (password.trim().length < PASSWORD_LENGTH.least)
    return `密码至少 ${PASSWORD_LENGTH.least} 个字符，可以用几个词连成一句。`
  if (password.length > PASSWORD_LENGTH.most) return `密码最多 ${PASSWORD_LENGTH.most} 个字符。`
  const known = [name, email, unit, ...email.split(/[@.]/)].map((text) => text.trim()).filter((text) => text.length > 1)
  const { score, feedback } = (estimator ??= makeEstimator()).check(password.trim().slice(0, LOOKED_AT), known)
  if (score >= LEAST_SCORE) return null
  return `这个密码容易被猜到：${feedback.warning ?? REASONS.warnings.common}${feedback.suggestions[0] ?? REASONS.suggestions.anotherWord}`
}

/** Reading its word lists takes a quarter of a second: once, when the first password is set. */
let estimator: ZxcvbnFactory | null = null

const makeEstimator = (): ZxcvbnFactory =>
  new ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...english.dictionary,
      chinese: PINYIN,
      leaked: [...COMMON_PASSWORDS],
    },
    graphs: common.adjacencyGraphs,
    translations: REASONS,
  })

/** Words and places that people here write without thinking; zxcvbn has no Chinese list. */
const PINYIN =
  `woaini aini wode nihao zhongguo beijing guangdong huizhou boluo luofu luofushan luoyang longxi yuanzhou shiwan
  shequ jiedao cunwei zhibu dangzhibu dangyuan zuzhibu xianwei zhiyuan zhiyuanzhe yigong fuwu gongzuo xianfeng fengchao
  mima denglu guanliyuan admin zhanghao laoshi laoban baobao baobei qinai aiqing kuaile xingfu pingan jiankang facai
  shengri gongxi wangwei lixiang zhangwei wangfang liwei lina zhangmin lijing wangjing xiaoming yongyuan mingtian jintian
  weixin zhifubao taobao qwerty meiyou zhidao shijie renmin geming hongqi taiyang yueliang`.split(/\s+/)

const REASONS = {
  warnings: {
    straightRow: '键盘上连着的一排键最先被试。',
    keyPattern: '键盘上的图形容易被试出来。',
    simpleRepeat: '同一个字符重复很多次。',
    extendedRepeat: '同一串字符重复多次，并不比写一次难猜。',
    sequences: '“abc”“6543”这样的顺序容易被试出来。',
    recentYears: '近年的年份容易被试出来。',
    dates: '日期、生日容易被试出来。',
    topTen: '它是用得最多的密码之一。',
    topHundred: '它是用得很多的密码。',
    common: '常见的词、字和组合最先被试。',
    similarToCommon: '它和一个常用的密码很像。',
    wordByItself: '只有一个词。',
    namesByThemselves: '只有人名。',
    commonNames: '常见的人名容易被试出来。',
    userInputs: '其中有您的姓名、邮箱或单位。',
    pwned: '它在泄露的密码里出现过。',
  },
  suggestions: {
    l33t: '用“0”代“o”、用“@”代“a”用处不大，请再加几个词。',
    reverseWords: '把词倒过来写用处不大，请再加几个词。',
    allUppercase: '全部大写用处不大，请再加几个词。',
    capitalization: '首字母大写用处不大，请再加几个词。',
    dates: '请不要用和您有关的日期，再加几个词。',
    recentYears: '请不要用年份，再加几个词。',
    associatedYears: '请不要用和您有关的年份，再加几个词。',
    sequences: '请不要用连着的字符，再加几个词。',
    repeated: '请不要重复，再加几个不同的词。',
    longerKeyboardPattern: '请不要用键盘上的图形，改用几个词。',
    anotherWord: '请再加几个不常放在一起的词，比如一句只有您想得到的话。',
    useWords: '请用几个不常放在一起的词，比如一句只有您想得到的话。',
    noNeed: '不需要特殊符号，长一些就好。',
    pwned: '请换一个没有在别处用过的。',
  },
  timeEstimation: {
    ltSecond: '不到 1 秒',
    second: '{base} 秒',
    seconds: '{base} 秒',
    minute: '{base} 分钟',
    minutes: '{base} 分钟',
    hour: '{base} 小时',
    hours: '{base} 小时',
    day: '{base} 天',
    days: '{base} 天',
    month: '{base} 个月',
    months: '{base} 个月',
    year: '{base} 年',
    years: '{base} 年',
    centuries: '几百年',
  },
}
