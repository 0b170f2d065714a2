import type { AdminViewServerProps } from 'payload'
import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'
import { requireLogIn, Screen } from '../Screen.tsx'

const TEXT = MESSAGES.help

/** What one does here, in the order in which one does it. */
export function HelpView(view: AdminViewServerProps) {
  requireLogIn(view.initPageResult.req, PATHS.help)
  return (
    <Screen view={view} title={TEXT.title} intro={TEXT.intro}>
      <div className="xf-help">
        {TEXT.steps.map(([title, sentences]) => (
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
