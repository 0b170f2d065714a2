/**
 * Marks that keyboards, input methods and clipboards put into a text are taken out again before anything is checked:
 * one function per kind of text. Forms, calls, Payload's fields, search and log-in all go through these, so that what
 * one of them takes the others find.
 */

/**
 * Direction marks, zero-width characters, controls and what Unicode never gives a meaning. A tab or a line break is a
 * blank.
 */
const INVISIBLE = String.raw`[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Noncharacter_Code_Point}\p{Cs}]|[^\P{Cc}\t\n\v\f\r\u0085]`
const ONE_EMOJI = String.raw`\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}]?\ufe0f?`
/** An emoji of several (a family) or in colour, whose joiners and selectors are a part of it; else what nobody sees. */
const EMOJI_OR_INVISIBLE = new RegExp(
  String.raw`(${ONE_EMOJI}(?:\u200d${ONE_EMOJI})*|[0-9#*]\ufe0f\u20e3)|${INVISIBLE}`,
  'gu',
)
const ANY_INVISIBLE = new RegExp(INVISIBLE, 'gu')
/** Blanks as Unicode knows them, and the blank of Braille. */
const BLANKS = /[\s\u0085\u2800]+/gu
const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu

const withoutInvisible = (text: string): string => text.replace(ANY_INVISIBLE, '').normalize('NFC')

/** As `withoutInvisible`, emoji kept whole. */
const readable = (text: string): string =>
  text.replace(EMOJI_OR_INVISIBLE, (_, emoji: string | undefined) => emoji ?? '').normalize('NFC')

/** One line: a title, a place, a reason. */
export function lineText(text: string): string {
  return readable(text)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, ' ')
    .trim()
}

/** Several lines: a description, a wish. */
export function longText(text: string): string {
  return readable(text.replace(LINE_BREAKS, '\n')).trim()
}

/** The dots that keyboards offer for the one in 买买提·吐尔逊 (GB 18030 and identity cards: U+00B7). */
const MIDDLE_DOTS = /[\u2022\u2027\u2219\u22c5\u30fb\uff65]/gu

/** A person's name: always the same characters for the same name, so that it is found, counted and printed. */
export function nameText(text: string): string {
  return withoutInvisible(text).replace(MIDDLE_DOTS, '·').replace(BLANKS, ' ').trim()
}

/** Whether anybody can see it: not blanks and loose accents alone. */
export function isVisible(text: string): boolean {
  return /[^\p{M}\p{Z}\p{C}\u2800]|\p{Co}/u.test(withoutInvisible(text))
}

/** Digits, Latin letters and signs as a machine reads them: １２３ and １：００ of a Chinese keyboard are 123 and 1:00. */
export function symbolText(text: string): string {
  return text
    .replace(ANY_INVISIBLE, '')
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(BLANKS, ' ')
    .trim()
}

/** A one-time code: blanks and dashes between its digits say nothing. */
export function codeText(text: string): string {
  return symbolText(text).replace(/[\s\p{P}]/gu, '')
}

/**
 * A phone number: eleven digits for one of mainland China, however it was grouped and whichever of +86, 0086 and (86)
 * stands before it; a number of elsewhere begins with a plus; anything else comes back as it was typed.
 */
export function phoneText(text: string): string {
  const plain = symbolText(text).replace(/^tel:/i, '')
  const digits = plain.replace(/[\s\p{P}\p{Sk}+]/gu, '')
  if (!/^\d+$/.test(digits)) return plain
  const isInternational = /^\D*(\+|00)/.test(plain)
  const international = isInternational ? digits.replace(/^00/, '') : digits
  const mainland = /^86(1\d{10})$/.exec(international)?.[1]
  if (mainland !== undefined) return mainland
  return isInternational ? `+${international}` : digits
}

/** Codes of Hong Kong, Macao and Taiwan as people write them without the plus. */
const ABROAD = /^(\+|85[23]\d{8}$|8869\d{8}$)/

/** Whether what `phoneText` gave is a number that no text message of ours reaches. */
export function isPhoneAbroad(phone: string): boolean {
  return ABROAD.test(phone)
}

/**
 * An address of mail: small letters, its domain in the ASCII form that mail servers know (例子.中国 is
 * xn--fsqu00a.xn--fiqs8s).
 */
export function emailText(text: string): string {
  const plain = symbolText(text)
    .replace(/。/g, '.')
    .replace(/[.,;、，；]+$/, '')
    .toLowerCase()
  const at = plain.lastIndexOf('@')
  const domain = plain.slice(at + 1)
  return at < 0 || isAscii(domain) ? plain : `${plain.slice(0, at + 1)}${asciiDomain(domain)}`
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

function asciiDomain(domain: string): string {
  if (/[/?#@:\\[\]]/.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return domain
  }
}
