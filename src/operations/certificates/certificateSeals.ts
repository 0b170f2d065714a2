import { randomBytes } from 'node:crypto'
import {
  BODY_LENGTH,
  canonical,
  certificateNumber,
  numberCharacters,
  parseCertificateNumber,
  publicFacts,
  type PublicCertificate,
} from '../../domain/certificates/certificates.ts'
import { certificateSignature, isSame } from '../../privacy/cipher.ts'

const checkOf = (body: string): string => numberCharacters(certificateSignature('number', body), 6)

/** A number of sixty random bits, signed: it tells nothing about who was issued what, and none can be guessed. */
export function newCertificateNumber(): string {
  const body = numberCharacters(randomBytes(8), BODY_LENGTH)
  return certificateNumber(body, checkOf(body))
}

/** The number as it is printed, or null when it was never one of ours, however it is typed. */
export function readCertificateNumber(typed: string): string | null {
  const parsed = parseCertificateNumber(typed)
  return parsed && isSame(parsed.check, checkOf(parsed.body)) ? certificateNumber(parsed.body, parsed.check) : null
}

export function sealOf(facts: PublicCertificate): string {
  return certificateSignature('facts', canonical(publicFacts(facts))).toString('base64url')
}

const SEAL = /\n%XF1\.(XF(?:-[0-9A-Z]{6}){3})\.([\w-]{43})\n$/
/** Longer than any seal, in bytes. */
const SEAL_BYTES = 120

/**
 * The file with its seal, a comment behind the end that readers skip: number and signature of every byte before. So a
 * file proves itself, also one that an older version of this program drew.
 */
export function sealFile(number: string, file: Buffer): Buffer {
  const marked = Buffer.concat([file, Buffer.from(`\n%XF1.${number}.`)])
  return Buffer.concat([marked, Buffer.from(`${certificateSignature('file', marked).toString('base64url')}\n`)])
}

/** The number of a file that left this program as it is now, to the byte; null for any other. */
export function readSeal(file: Buffer): string | null {
  const [whole, number, signature] = SEAL.exec(file.subarray(-SEAL_BYTES).toString('latin1')) ?? []
  if (whole === undefined || number === undefined || signature === undefined) return null
  const signed = file.subarray(0, file.length - signature.length - 1)
  return isSame(signature, certificateSignature('file', signed).toString('base64url')) ? number : null
}
