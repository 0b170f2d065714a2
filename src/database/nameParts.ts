import { nameText } from '../domain/shared/typedText.ts'
import { keyedHash } from '../privacy/cipher.ts'

/** Bytes of a part's hash that are kept, as text of a third more characters. */
const KEPT = 12

/** A name as it is compared: what somebody typed finds it however it was written. */
export const comparedName = (text: string): string => nameText(text).toLowerCase()

/**
 * Keyed hashes of every two characters of a name that stand beside each other, by which it is found without being
 * stored in the clear (docs/decisions/027-names-are-found-by-parts.md). A name of one character is a part itself.
 *
 * @returns each once, none for a text of blanks
 */
export function namePartsOf(name: string): string[] {
  const characters = [...comparedName(name)]
  const parts =
    characters.length < 2 ? characters : characters.slice(1).map((next, index) => `${characters[index]}${next}`)
  return [...new Set(parts)].map((part) => keyedHash('name part', part).slice(0, KEPT))
}
