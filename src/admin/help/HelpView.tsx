import type { AdminViewServerProps } from 'payload'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'
import { HELP_TEXTS } from './texts.ts'

/** The work that is done here, in the order in which it is done. */
export function HelpView(view: AdminViewServerProps) {
  requireLogIn(view.initPageResult.req, PATHS.help)
  return (
    <Screen view={view} title={HELP_TEXTS.title} intro={HELP_TEXTS.intro}>
      <div className="xf-help">
        {HELP_TEXTS.steps.map(([title, sentences]) => (
          <section key={title} className="xf-card">
            <h2>{title}</h2>
            <ul>
              {sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Screen>
  )
}
