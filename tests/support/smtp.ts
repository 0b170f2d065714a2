import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface TestSmtp {
  /** For SMTP_URL. */
  url: string
  messages: ParsedMail[]
  /** The newest message to the address whose subject holds the text; waits for it up to ten seconds. */
  waitFor(address: string, subject: string): Promise<ParsedMail>
  stop(): Promise<void>
}

/** A real SMTP server on loopback that keeps what it is sent. */
export async function startSmtp(): Promise<TestSmtp> {
  const messages: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then((message) => {
        messages.push(message)
        done()
      }, done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const newestTo = (address: string, about: string): ParsedMail | undefined =>
    messages.findLast(
      ({ to, subject }) => subject?.includes(about) && [to ?? []].flat().some(({ text }) => text.includes(address)),
    )
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    waitFor: async (address, subject) => {
      for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(50)) {
        const message = newestTo(address, subject)
        if (message) return message
      }
      throw new Error(
        `No message “${subject}” to ${address} within ten seconds; there are ${messages.length} to others`,
      )
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
