import type { ChaosSmtp } from './chaosSmtp.ts'
import { startServer } from './server.ts'

/** Polls, since another process is about to do it. @throws after a minute */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('not so within a minute')
}

/** Two processes that send what is due at that time of day, killed as soon as it is enough. */
export async function runMessageWorkers(
  smtp: ChaosSmtp,
  at: Date,
  isEnough: () => Promise<boolean> | boolean,
): Promise<void> {
  const settings = { SMTP_URL: smtp.url, MESSAGES_AT: String(at.getTime()) }
  const workers = await Promise.all([0, 1].map(() => startServer(settings, 'tests/support/messageWorker.ts')))
  await until(isEnough)
  await Promise.all(workers.map((worker) => worker.crash()))
}

/** The same, killed while the server has read mails of theirs and not said yet that it takes them. */
export async function killMessageWorkers(smtp: ChaosSmtp, at: Date): Promise<void> {
  const held = smtp.hold()
  await runMessageWorkers(smtp, at, () => held.count() >= 3)
  held.release()
}
