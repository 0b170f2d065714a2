import type { AdminViewServerProps } from 'payload'
import { MESSAGE_KINDS } from '../../domain/messages/vocabulary.ts'
import { previewMessages } from '../../operations/messages/previewMessages.ts'
import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'

const TEXT = MESSAGES.messages

/** Every message as people get it: as mail, and as a text message. */
export function PreviewsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  requireLogIn(req, PATHS.messageTemplates)
  const previews = previewMessages(req, new Date())
  const list = (
    <a className="xf-button" href={PATHS.messages}>
      {TEXT.list}
    </a>
  )
  return (
    <Screen view={view} title={TEXT.title} intro={TEXT.intro} aside={list}>
      <div className="xf-previews">
        {previews.map(({ kind, isOptional, subject, html, sms, calendar }) => (
          <section key={kind} className="xf-card xf-preview" aria-labelledby={`message-${kind}`}>
            <h2 id={`message-${kind}`}>{MESSAGE_KINDS[kind]}</h2>
            <p className="xf-hint">
              {[isOptional ? TEXT.optional : TEXT.needed, ...(calendar ? [TEXT.calendar[calendar]] : [])].join('；')}
            </p>
            <p>
              <strong>{subject}</strong>
            </p>
            {/* Nothing in it runs or loads: no script, and no link leads anywhere. */}
            <iframe title={TEXT.mailOf(MESSAGE_KINDS[kind])} srcDoc={html} sandbox="" />
            <h3>{TEXT.sms}</h3>
            <p className="xf-preview__sms">{sms}</p>
          </section>
        ))}
      </div>
    </Screen>
  )
}
