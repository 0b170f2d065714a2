import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Font } from 'fontkit'

const FONTS = { regular: '400Regular/NotoSansSC_400Regular.ttf', bold: '700Bold/NotoSansSC_700Bold.ttf' }
export type Weight = keyof typeof FONTS

const files = new Map<Weight, Buffer>()
const faces = new Map<Weight, Promise<Font>>()

/** Noto Sans SC whole, as it is embedded. */
export function fontFile(weight: Weight): Buffer {
  const known =
    files.get(weight) ?? readFileSync(path.resolve('node_modules/@expo-google-fonts/noto-sans-sc', FONTS[weight]))
  files.set(weight, known)
  return known
}

/** The same, to be asked for its glyphs. */
export function fontFace(weight: Weight): Promise<Font> {
  const known = faces.get(weight) ?? openFace(weight)
  faces.set(weight, known)
  return known
}

async function openFace(weight: Weight): Promise<Font> {
  const { create } = await import('fontkit')
  return create(fontFile(weight)) as Font
}

/**
 * The characters that no font of ours can set (emoji, very rare ones), each once: whoever prints the rest prints
 * another name.
 */
export async function unprintableIn(text: string): Promise<string> {
  const face = await fontFace('regular')
  return [...new Set(text)].filter((character) => !face.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)).join('')
}

/** Stands for a character that the fonts lack, as in Chinese and Japanese print. */
export const MISSING = '〓'

/** Pictures among the letters, and what only joins or colours them. */
const PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d\u20e3\ufe0e\ufe0f]/u

/**
 * The text as our fonts can set it, on one line: what they lack is shown to be missing, never passed over. Emoji among
 * other letters are ornament, and left out.
 */
export async function settable(text: string): Promise<string> {
  const line = text.replace(/\s+/g, ' ')
  const lacking = new Set(await unprintableIn(line))
  const set = (isPictureShown: boolean): string =>
    [...line]
      .map((one) => (!lacking.has(one) ? one : PICTURE.test(one) && !isPictureShown ? '' : MISSING))
      .join('')
      .trim()
  return set(false) || set(true)
}
