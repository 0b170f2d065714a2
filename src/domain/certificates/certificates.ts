import { symbolText } from '../shared/typedText.ts'
import type { CertificateKind } from './vocabulary.ts'

/**
 * Certificates of voluntary service (志愿服务记录证明, 民政部令第67号): free, and verifiable by anybody who holds one.
 * docs/certificates.md says how the parts fit.
 */
export interface ServiceFact {
  /** ISO 8601, UTC. */
  startsAt: string
  title: string
  place: string
  /** Whole minutes served. */
  minutes: number
  /** 记录单位 */
  unit: string
}

/**
 * Everything that stands on one certificate, as it was on the day of issue. Nothing is read from elsewhere when the PDF
 * is drawn.
 */
export interface CertificateFacts {
  number: string
  kind: CertificateKind
  name: string
  volunteerNumber: string | null
  /** The first and the last day that it covers, ISO 8601, UTC. */
  from: string
  to: string
  minutes: number
  services: ServiceFact[]
  /** 出具单位, with its head (负责人) and a way to reach it, as far as they are known. */
  issuer: string
  head: string
  contact: string
  /** 经办人 */
  handler: string
  issuedAt: string
}

/** The texts of a certificate that people wrote, with their names on the form they are corrected in. */
export const CERTIFICATE_TEXTS = {
  name: '姓名',
  issuer: '出具单位',
  head: '负责人',
  contact: '联系方式',
  handler: '经办人',
  title: '活动名称',
  place: '地点',
  unit: '记录单位',
} as const
export type CertificateText = keyof typeof CERTIFICATE_TEXTS

/** Each text that would be printed, under what it is. */
export function textsOf({
  name,
  issuer,
  head,
  contact,
  handler,
  services,
}: Pick<CertificateFacts, 'name' | 'issuer' | 'head' | 'contact' | 'handler' | 'services'>): [
  CertificateText,
  string,
][] {
  return [
    ...(Object.entries({ name, issuer, head, contact, handler }) as [CertificateText, string][]),
    ...services.flatMap(
      ({ title, place, unit }) => Object.entries({ title, place, unit }) as [CertificateText, string][],
    ),
  ]
}

/** The facts that anybody who knows the number is told: nothing of the person. */
export interface PublicCertificate {
  number: string
  kind: CertificateKind
  issuer: string
  issuedAt: string
  from: string
  to: string
  minutes: number
}

/**
 * `valid` and `revoked` are certificates that were issued here; `unknown` is a number that never was; `altered` is a
 * file that was not drawn here, or not a byte of it is to be trusted any more.
 */
export type Verification =
  | { outcome: 'valid'; certificate: PublicCertificate }
  | { outcome: 'revoked'; certificate: PublicCertificate; revokedAt: string }
  | { outcome: 'unknown' | 'altered' }

/** Digits and capitals without those that are mistaken for one another on paper (Crockford). */
export const NUMBER_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUP = 6
/** The last group is a signature: nobody can make up a number. */
const GROUPS = 3
export const BODY_LENGTH = GROUP * (GROUPS - 1)

/** XF-7K3M9Q-WE4T2P-HJ6N8R, of twelve drawn characters and six that sign them. */
export function certificateNumber(body: string, check: string): string {
  return ['XF', ...(`${body}${check}`.match(new RegExp(`.{${GROUP}}`, 'g')) ?? [])].join('-')
}

/** Body and check of a number as people type it (small letters, blanks, O for 0); null for what has not its form. */
export function parseCertificateNumber(typed: string): { body: string; check: string } | null {
  const plain = symbolText(typed)
    .toUpperCase()
    .replace(/[\s\p{P}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const [, body, check] =
    new RegExp(`^XF([${NUMBER_ALPHABET}]{${BODY_LENGTH}})([${NUMBER_ALPHABET}]{${GROUP}})$`).exec(plain) ?? []
  return body === undefined || check === undefined ? null : { body, check }
}

/** Bytes as characters of a number, five bits each. */
export function numberCharacters(bytes: Uint8Array, length: number): string {
  let [bits, held, text] = [0, 0, '']
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    for (held += 8; held >= 5; held -= 5) text += NUMBER_ALPHABET[(bits >> (held - 5)) & 31]
  }
  return text.slice(0, length)
}

/** The facts in one spelling, whatever order a database gave them back in: what is signed and what is compared. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** The public part of the facts, in which nobody is named. */
export function publicFacts({
  number,
  kind,
  issuer,
  issuedAt,
  from,
  to,
  minutes,
}: PublicCertificate): PublicCertificate {
  return { number, kind, issuer, issuedAt, from, to, minutes }
}

/** 2 小时 40 分钟: exact, unlike a fraction. */
export function formatServiceTime(minutes: number): string {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (whole === 0) return `${rest} 分钟`
  return rest === 0 ? `${whole} 小时` : `${whole} 小时 ${rest} 分钟`
}

export const totalMinutes = (services: ServiceFact[]): number => services.reduce((sum, { minutes }) => sum + minutes, 0)

/** The facts that a person sees of an own certificate. */
export interface MyCertificate extends PublicCertificate {
  id: string
  /** The activity it is for; null for a period. */
  activity: string | null
  revokedAt: string | null
  revocationReason: string | null
}
