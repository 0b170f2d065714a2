import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { removeLostCovers } from '../operations/activities/coverFiles.ts'
import { sendInvitations } from '../operations/identity/invitations.ts'
import { moveAppointments } from '../operations/appointments/moveAppointments.ts'
import { countTargets } from '../operations/desk/countTargets.ts'
import { resumeErasures } from '../operations/people/eraseMe.ts'
import { forgetOldKeys } from '../operations/shared/forgetOldKeys.ts'
import { forgetOldRecords } from '../operations/shared/forgetOldRecords.ts'
import { resumeMerges } from '../operations/people/mergePeople.ts'
import { moveOffersOn } from '../operations/seats/moveOffersOn.ts'
import { Stopping, type Paced } from '../operations/shared/paced.ts'
import { planDigests } from '../operations/messages/planDigests.ts'
import { planNews } from '../operations/messages/planNews.ts'
import { planMessages } from '../operations/messages/planMessages.ts'
import { sendMessages } from '../operations/messages/sendMessages.ts'
import { settleLeftovers } from '../operations/desk/sweep.ts'
import { workOnImports } from '../operations/imports/workOnImports.ts'

interface Job {
  name: string
  /** Pause between the end of a run and the next, in milliseconds. */
  everyMs: number
  /** Safe beside itself in another process, and to be killed at any point. */
  run: (req: PayloadRequest, now: Date, paced: Paced) => Promise<unknown>
}

/**
 * After each piece of work a job rests this many times as long as that took, at most so many milliseconds: who waits
 * for an answer comes first.
 */
const REST = 9
const LONGEST_REST_MS = 500

/** The work that time alone brings about, in every server process. */
export const JOBS: Job[] = [
  { name: 'offers', everyMs: 2000, run: moveOffersOn },
  { name: 'message-planning', everyMs: 2000, run: planMessages },
  { name: 'messages', everyMs: 2000, run: sendMessages },
  { name: 'invitations', everyMs: 2000, run: sendInvitations },
  { name: 'digests', everyMs: 60_000, run: planDigests },
  { name: 'news', everyMs: 30_000, run: planNews },
  { name: 'imports', everyMs: 2000, run: workOnImports },
  { name: 'appointments', everyMs: 5000, run: moveAppointments },
  { name: 'targets', everyMs: 2000, run: countTargets },
  { name: 'erasures', everyMs: 30_000, run: resumeErasures },
  { name: 'merges', everyMs: 30_000, run: resumeMerges },
  { name: 'leftovers', everyMs: 30_000, run: settleLeftovers },
  { name: 'covers', everyMs: 60 * 60_000, run: removeLostCovers },
  { name: 'retention', everyMs: 60 * 60_000, run: forgetOldRecords },
  { name: 'idempotency-keys', everyMs: 10 * 60_000, run: forgetOldKeys },
]

const pacedUntil =
  (signal: AbortSignal): Paced =>
  async (work) => {
    if (signal.aborted) throw new Stopping()
    const started = performance.now()
    try {
      return await work()
    } finally {
      await rest(Math.min(REST * (performance.now() - started), LONGEST_REST_MS), signal)
    }
  }

/** Ends early when stopped; keeps no process alive. */
const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)

/** Runs each job over and over, never twice at once. @returns stops; resolves when what is running has ended */
export function startJobs(payload: Payload): () => Promise<void> {
  const stop = new AbortController()
  // As many rest on it as jobs have pieces beside each other: more than Node takes for a leak.
  setMaxListeners(0, stop.signal)
  const running = JOBS.map(async ({ name, everyMs, run }) => {
    while (!stop.signal.aborted) {
      try {
        await run(await createLocalReq({}, payload), new Date(), pacedUntil(stop.signal))
      } catch (error) {
        if (!(error instanceof Stopping)) payload.logger.error({ err: error, job: name }, 'job failed, is tried again')
      }
      await rest(everyMs, stop.signal)
    }
  })
  return async () => {
    stop.abort()
    await Promise.all(running)
  }
}
