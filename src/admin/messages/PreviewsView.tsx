import type { AdminViewServerProps } from 'payload'
import { MESSAGE_KINDS } from '../../domain/messages/vocabulary.ts'
import { previewMessages } from '../../operations/messages/previewMessages.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { PREVIEW_TEXTS } from './texts.ts'

/** Every message as people get it: as mail, and as a text message. */
export function PreviewsView(view: AdminViewServerProps) {
  const { req } = view.initPageResult
  requireLogIn(req, PATHS.messageTemplates)
  const previews = previewMessages(req, new Date())
  const list = (
    <a className="xf-button" href={PATHS.messages}>
      {PREVIEW_TEXTS.list}
    </a>
  )
  return (
    <Screen view={view} title={PREVIEW_TEXTS.title} intro={PREVIEW_TEXTS.intro} aside={list}>
      <div className="xf-previews">
        {previews.map(({ kind, isOptional, subject, html, sms, calendar }) => (
          <section key={kind} className="xf-card xf-preview" aria-labelledby={`message-${kind}`}>
            <h2 id={`message-${kind}`}>{MESSAGE_KINDS[kind]}</h2>
            <p className="xf-hint">
              {[
                isOptional ? PREVIEW_TEXTS.optional : PREVIEW_TEXTS.needed,
                ...(calendar ? [PREVIEW_TEXTS.calendar[calendar]] : []),
              ].join('；')}
            </p>
            <p>
              <strong>{subject}</strong>
            </p>
            {/* Nothing in it runs or loads: no script, and no link leads anywhere. */}
            <iframe title={PREVIEW_TEXTS.mailOf(MESSAGE_KINDS[kind])} srcDoc={html} sandbox="" />
            <h3>{PREVIEW_TEXTS.sms}</h3>
            <p className="xf-preview__sms">{sms}</p>
          </section>
        ))}
      </div>
    </Screen>
  )
}
