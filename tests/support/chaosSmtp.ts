import type { Socket } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import type { SMTPServerSession } from 'smtp-server'
import { LoopbackSmtp } from './smtp.ts'

/**
 * What can go wrong, by where. Only after `accept-then-drop` the message is in the mailbox although nobody was told;
 * before that the server has not taken it, whatever it had read of it.
 */
export const REFUSALS = ['refuse-connection', 'refuse-sender', 'refuse-recipient', 'refuse-content'] as const
export const DROPS = ['drop-at-sender', 'drop-at-recipient', 'drop-within-content', 'drop-before-acceptance'] as const
export const IN_DOUBT = ['accept-then-drop'] as const
export type Fault = (typeof REFUSALS)[number] | (typeof DROPS)[number] | (typeof IN_DOUBT)[number]

export interface ChaosSmtp {
  url: string
  /** Every message the server took, in order, each time it took it. */
  accepted: ParsedMail[]
  /** Message-IDs of those it took without being able to say so. */
  unanswered: string[]
  /** How often each fault struck. */
  struck: Map<Fault, number>
  /** From now on each connection meets one of these with this probability. */
  misbehave(faults: readonly Fault[], probability: number): void
  /** From now on each message is read and then kept waiting for its answer. @returns how many wait, and lets them go */
  hold(): { count(): number; release(): void }
  /** Refuses this recipient for good. */
  unknown: Set<string>
  stop(): Promise<void>
}

const refusal = (responseCode: number): Error => Object.assign(new Error('not now'), { responseCode })

/** A real SMTP server on loopback that fails and drops connections at random. */
export async function startChaosSmtp(): Promise<ChaosSmtp> {
  const accepted: ParsedMail[] = []
  const unanswered: string[] = []
  const struck = new Map<Fault, number>()
  const unknown = new Set<string>()
  let faults: readonly Fault[] = []
  let probability = 0
  let held: (() => void)[] | null = null
  const planned = new Map<string, Fault>()

  const strikes = ({ id }: SMTPServerSession, fault: Fault): boolean => {
    if (planned.get(id) !== fault) return false
    struck.set(fault, (struck.get(fault) ?? 0) + 1)
    return true
  }
  const drop = (session: SMTPServerSession): void => {
    for (const connection of server.connections as Set<{ session: SMTPServerSession; _socket: Socket }>)
      if (connection.session.id === session.id) connection._socket.destroy()
  }
  const server = new LoopbackSmtp({
    onConnect: (session, done) => {
      const fault = faults[Math.floor(Math.random() * faults.length)]
      if (fault !== undefined && Math.random() < probability) planned.set(session.id, fault)
      done(strikes(session, 'refuse-connection') ? refusal(421) : null)
    },
    onMailFrom: (_address, session, done) => {
      if (strikes(session, 'drop-at-sender')) return drop(session)
      done(strikes(session, 'refuse-sender') ? refusal(451) : null)
    },
    onRcptTo: ({ address }, session, done) => {
      if (strikes(session, 'drop-at-recipient')) return drop(session)
      if (unknown.has(address)) return done(refusal(550))
      done(strikes(session, 'refuse-recipient') ? refusal(450) : null)
    },
    onData: (stream, session, done) => {
      if (strikes(session, 'drop-within-content')) return drop(session)
      // Of thousands of mails nobody reads the plain text as HTML.
      simpleParser(stream, { skipTextToHtml: true }).then(async (message) => {
        const waiting = held
        if (waiting) await new Promise<void>((resolve) => waiting.push(resolve))
        if (strikes(session, 'drop-before-acceptance')) return drop(session)
        if (strikes(session, 'refuse-content')) return done(refusal(452))
        accepted.push(message)
        if (strikes(session, 'accept-then-drop')) {
          unanswered.push(message.messageId ?? '')
          return drop(session)
        }
        done()
      }, done)
    },
  })
  // A client that goes away is part of the game.
  server.on('error', () => undefined)
  return {
    url: await server.begin(),
    accepted,
    unanswered,
    struck,
    unknown,
    hold: () => {
      const waiting: (() => void)[] = []
      held = waiting
      return {
        count: () => waiting.length,
        release: () => {
          held = null
          for (const go of waiting) go()
        },
      }
    },
    misbehave: (next, chance) => {
      faults = next
      probability = chance
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
