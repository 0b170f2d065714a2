import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import nodemailer, { type SendMailOptions, type Transporter } from 'nodemailer'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import type { EmailAdapter } from 'payload'
import { env } from '../env.ts'

/**
 * Mail through nodemailer: over SMTP_URL, or, without one, as .eml files in the outbox folder. A small adapter of our
 * own, because Payload's follows another Payload version than the one pinned here (docs/decisions).
 */
const transport: Transporter = env.SMTP_URL
  ? nodemailer.createTransport({
      url: env.SMTP_URL,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    } as SMTPTransport.Options)
  : nodemailer.createTransport({ streamTransport: true, buffer: true })

export const mailAdapter: EmailAdapter<unknown> = () => ({
  name: 'nodemailer',
  defaultFromAddress: 'no-reply@xianfeng.invalid',
  defaultFromName: '先“蜂”',
  sendEmail: async (message) => {
    const sent: unknown = await transport.sendMail({ from: env.MAIL_FROM, ...(message as SendMailOptions) })
    if (!env.SMTP_URL) await saveToOutbox('eml', (sent as { message: Buffer }).message)
    return sent
  },
})

/** Writes a message that has no way out yet; appears in the folder only when whole. */
export async function saveToOutbox(extension: 'eml' | 'json', content: Buffer | string): Promise<void> {
  await mkdir(env.outboxDir, { recursive: true })
  const file = path.join(
    env.outboxDir,
    `${new Date().toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.${extension}`,
  )
  await writeFile(`${file}.part`, content)
  await rename(`${file}.part`, file)
}
