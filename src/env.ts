import path from 'node:path'
import { z } from 'zod'

const optionalUrl = (protocols: string[], hint: string) =>
  z
    .string()
    .optional()
    .transform((value) => value || undefined)
    .refine(
      (value) => value === undefined || (URL.canParse(value) && protocols.includes(new URL(value).protocol)),
      hint,
    )

const secret = z
  .string({ error: 'is missing: set at least 32 random characters' })
  .min(32, 'must have at least 32 characters')

/** Every setting of the process. Bounds and defaults are those of the README's table. */
const envSchema = z.object({
  DATABASE_URI: z
    .string()
    .default('file:./data/xianfeng.db')
    .refine((value) => /^(file:|mongodb(\+srv)?:)/.test(value), 'must begin with file: or mongodb:'),
  PAYLOAD_SECRET: secret,
  DATA_KEY: z
    .string({ error: 'is missing: set 64 hexadecimal digits (32 bytes)' })
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)'),
  PUBLIC_URL: z.url({ error: 'must be an http(s) address', protocol: /^https?$/ }).default('http://localhost:3000'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('data'),
  SMTP_URL: optionalUrl(['smtp:', 'smtps:'], 'must be an smtp: or smtps: address'),
  MAIL_FROM: z.string().default('先“蜂” <no-reply@xianfeng.invalid>'),
  SMS_WEBHOOK_URL: optionalUrl(['http:', 'https:'], 'must be an http(s) address'),
  RATE_LIMITS: z.enum(['on', 'off']).default('on'),
  /** Reverse proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** A request for /metrics with it is answered; without one only this machine is. */
  METRICS_TOKEN: z
    .string()
    .optional()
    .transform((value) => value || undefined)
    .refine((value) => value === undefined || value.length >= 16, 'must have at least 16 characters'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** Reads the settings; throws one Error that lists every bad variable. */
export function readEnv(source: Record<string, string | undefined>) {
  const parsed = envSchema.safeParse(source)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
    throw new Error(`Bad settings:\n${lines.join('\n')}\nSee .env.example for every variable.`)
  }
  const values = parsed.data
  const isHttps = values.PUBLIC_URL.startsWith('https:')
  return {
    ...values,
    isHttps,
    /**
     * Over https a browser takes a cookie of this name from this host alone, encrypted; over http it would take none.
     */
    cookiePrefix: isHttps ? '__Host-' : '',
    isMongo: values.DATABASE_URI.startsWith('mongodb'),
    outboxDir: path.resolve(values.DATA_DIR, 'outbox'),
    /** Pictures of activities. */
    mediaDir: path.resolve(values.DATA_DIR, 'media'),
  }
}

export const env = readEnv(process.env)
