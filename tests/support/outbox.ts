import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'

const outbox = (): string => path.join(process.env.DATA_DIR ?? '', 'outbox')
const filesOf = async (ending: string): Promise<string[]> =>
  (await readdir(outbox()).catch(() => []))
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(outbox(), name))

export async function mailsTo(email: string, subject: RegExp): Promise<ParsedMail[]> {
  const mails = await Promise.all((await filesOf('.eml')).map(async (file) => simpleParser(await readFile(file))))
  return mails.filter(
    (mail) => [mail.to].flat().some((to) => to?.text.includes(email)) && subject.test(mail.subject ?? ''),
  )
}

export async function textsTo(phone: string): Promise<string[]> {
  const messages = await Promise.all(
    (await filesOf('.json')).map(
      async (file) => JSON.parse(await readFile(file, 'utf8')) as { phone: string; text: string },
    ),
  )
  return messages.filter((message) => message.phone === phone).map(({ text }) => text)
}

/** What is sent after the answer: asked for until it is there. */
export async function untilThere<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(100)
  }
  throw new Error(`Never came: ${what}`)
}

export const untilMailTo = (email: string, subject = /密码/): Promise<ParsedMail> =>
  untilThere(`mail to ${email}`, async () => (await mailsTo(email, subject))[0])
