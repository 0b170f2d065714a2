import { Gutter } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'
import { AUDIENCES } from '../../domain/messages/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { COUNTED, listBroadcasts, type BroadcastDesk, type Counted } from '../../operations/messages/listBroadcasts.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn } from '../Screen.tsx'
import { BroadcastForm } from './BroadcastForm.tsx'
import { BROADCAST_TEXTS } from './texts.ts'

/** The tab “群发消息” of an activity: write to its people, and see what was written. */
export async function BroadcastsView({ doc, initPageResult: { req } }: DocumentViewServerProps) {
  const id = String(doc.id)
  requireLogIn(req, PATHS.broadcasts(id))
  const desk = await readDesk(req, id)
  if (!desk)
    return (
      <Gutter className="xf-screen">
        <p className="xf-empty">{BROADCAST_TEXTS.outOfScope}</p>
      </Gutter>
    )
  return (
    <Gutter className="xf-screen xf-broadcasts">
      {desk.refusal === null ? (
        <BroadcastForm activity={desk.activity.id} audiences={desk.audiences} />
      ) : (
        <p className="xf-notice">{desk.refusal}</p>
      )}
      <section className="xf-broadcasts__list" aria-labelledby="broadcasts">
        <h2 id="broadcasts">{BROADCAST_TEXTS.list}</h2>
        {desk.broadcasts.length === 0 && <p className="xf-empty">{BROADCAST_TEXTS.none}</p>}
        {desk.broadcasts.map((broadcast) => (
          <Sent key={broadcast.id} broadcast={broadcast} />
        ))}
      </section>
    </Gutter>
  )
}

function Sent({
  broadcast: { id, sentAt, sentBy, audience, text, counts, unplanned },
}: {
  broadcast: BroadcastDesk['broadcasts'][number]
}) {
  const shown = (Object.keys(BROADCAST_TEXTS.counts) as Counted[]).filter((name) => name === 'sent' || counts[name] > 0)
  return (
    <article className="xf-card xf-broadcast">
      <h3>{BROADCAST_TEXTS.heading(formatDateTime(sentAt), AUDIENCES[audience], sentBy)}</h3>
      <p className="xf-broadcast__text">{text ?? BROADCAST_TEXTS.cleared}</p>
      <p className="xf-broadcast__counts">
        {shown.map((name) => (
          <a key={name} href={PATHS.messagesOf(id, COUNTED[name])}>
            {BROADCAST_TEXTS.counts[name]} <b>{counts[name]}</b>
          </a>
        ))}
      </p>
      {unplanned > 0 && <p className="xf-hint">{BROADCAST_TEXTS.unplanned(unplanned)}</p>}
    </article>
  )
}

/** Published activities of other units can be opened, what was written to their people cannot. */
async function readDesk(
  req: DocumentViewServerProps['initPageResult']['req'],
  id: string,
): Promise<BroadcastDesk | null> {
  try {
    return await listBroadcasts(req, id, new Date())
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
}
