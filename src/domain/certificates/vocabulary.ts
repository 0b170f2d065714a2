/** The service that a certificate is about: one activity, or all that one unit recorded of a person in a period. */
export const CERTIFICATE_KINDS = { activity: '单次志愿服务', period: '一段时间的志愿服务' } as const
export type CertificateKind = keyof typeof CERTIFICATE_KINDS
