import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import type { AdminViewServerProps } from 'payload'
import { MESSAGE_KINDS } from '../../domain/vocabulary.ts'
import { previewMessages } from '../../operations/previewMessages.ts'
import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'

const TEXT = MESSAGES.messages

/** Every message as people get it: as mail, and as a text message. */
export function PreviewsView({ initPageResult, params, searchParams }: AdminViewServerProps) {
  const { req, permissions, visibleEntities, locale } = initPageResult
  const previews = previewMessages(req, new Date())
  return (
    <DefaultTemplate i18n={req.i18n} locale={locale} params={params} payload={req.payload} permissions={permissions} req={req} searchParams={searchParams} user={req.user ?? undefined} visibleEntities={visibleEntities}>
      <SetStepNav nav={[{ label: TEXT.title }]} />
      <Gutter className="xf-screen">
        <header className="xf-head">
          <div>
            <h1>{TEXT.title}</h1>
            <p>{TEXT.intro}</p>
          </div>
          <a className="xf-button" href={PATHS.messages}>
            {TEXT.list}
          </a>
        </header>
        <div className="xf-previews">
          {previews.map(({ kind, isOptional, subject, html, sms, calendar }) => (
            <section key={kind} className="xf-card xf-preview" aria-labelledby={`message-${kind}`}>
              <h2 id={`message-${kind}`}>{MESSAGE_KINDS[kind]}</h2>
              <p className="xf-hint">{[isOptional ? TEXT.optional : TEXT.needed, ...(calendar ? [TEXT.calendar[calendar]] : [])].join('；')}</p>
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
      </Gutter>
    </DefaultTemplate>
  )
}
