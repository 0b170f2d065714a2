import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface TestSmtp {
  /** For SMTP_URL. */
  url: string
  messages: ParsedMail[]
  /** The newest message to the address whose subject holds the text; waits for it up to ten seconds. */
  waitFor(address: string, subject: string): Promise<ParsedMail>
  stop(): Promise<void>
}

/**
 * Without log-in and encryption, on a port of its own. Greets each client at once: otherwise it would wait 100 ms for
 * those who speak too soon, minutes for some thousand mails.
 */
export class LoopbackSmtp extends SMTPServer {
  constructor(handlers: Pick<SMTPServerOptions, 'onConnect' | 'onMailFrom' | 'onRcptTo' | 'onData'>) {
    // Names of clients are of no interest, and a resolver may take its time.
    super({ authOptional: true, disableReverseLookup: true, disabledCommands: ['STARTTLS', 'AUTH'], ...handlers })
  }

  override connect(...given: Parameters<SMTPServer['connect']>): void {
    super.connect(...given)
    const connection = [...this.connections].at(-1)
    if (!connection) return
    connection.connectionReady()
    connection.connectionReady = () => undefined
  }

  /** @returns its address, for SMTP_URL */
  async begin(): Promise<string> {
    await once(this.listen(0, '127.0.0.1'), 'listening')
    const { port } = this.server.address() as AddressInfo
    return `smtp://127.0.0.1:${port}`
  }
}

/** A real SMTP server on loopback that keeps what it is sent. */
export async function startSmtp(): Promise<TestSmtp> {
  const messages: ParsedMail[] = []
  const server = new LoopbackSmtp({
    onData: (stream, _session, done) => {
      simpleParser(stream).then((message) => {
        messages.push(message)
        done()
      }, done)
    },
  })
  const url = await server.begin()
  const newestTo = (address: string, about: string): ParsedMail | undefined =>
    messages.findLast(
      ({ to, subject }) => subject?.includes(about) && [to ?? []].flat().some(({ text }) => text.includes(address)),
    )
  return {
    url,
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
