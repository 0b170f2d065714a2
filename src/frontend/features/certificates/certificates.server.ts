import type { PayloadRequest } from 'payload'
import type { Verification } from '../../../domain/certificates/certificates.ts'
import { isStorable } from '../../../domain/shared/storableText.ts'
import { symbolText } from '../../../domain/shared/typedText.ts'
import { verifyCertificate } from '../../../operations/certificates/verifyCertificate.ts'
import type { VerifyPageProps } from './VerifyPage.tsx'

/** The number that a form asks for, to be shown at its own address; or the form again with what is wrong. */
export function followNumberForm(typed: unknown): { number: string } | VerifyPageProps {
  if (typed === undefined) return { number: '', errors: {} }
  const number = typeof typed === 'string' ? symbolText(typed) : ''
  if (number === '' || number.length > 60 || !isStorable(number))
    return { number: '', errors: { number: '请填写证明上的编号，以 XF 开头' } }
  return { number }
}

/** A file that was uploaded; null when there was none. */
export async function verifyUpload(req: PayloadRequest, file: unknown, now: Date): Promise<Verification | null> {
  if (!(file instanceof Blob) || file.size === 0) return null
  return verifyCertificate(req, { file: Buffer.from(await file.arrayBuffer()) }, now)
}
