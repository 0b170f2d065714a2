'use client'
import { DECISIONS } from '../../domain/seats/history.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'
import { formatDateTime } from '../format.ts'
import { PATHS } from '../paths.ts'
import { SIGN_UP_TEXTS } from './texts.ts'

/** The answers given at sign-up, and how the sign-up came to stand as it does. */
export function SignUpDetails({
  signUp: { person, answers, history, spokenConsent },
}: {
  /** On the record's own page the consent is one of its fields. */
  signUp: Pick<SignUp, 'person' | 'answers' | 'history'> & Partial<Pick<SignUp, 'spokenConsent'>>
}) {
  return (
    <div className="xf-details">
      <p>
        <a href={PATHS.person(person)}>{SIGN_UP_TEXTS.openPerson}</a>
      </p>
      {spokenConsent && <p>{SIGN_UP_TEXTS.spokenConsent(formatDateTime(spokenConsent.at), spokenConsent.by)}</p>}
      {answers.length > 0 && (
        <section>
          <h3>{SIGN_UP_TEXTS.answers}</h3>
          <dl>
            {answers.map(({ label, answer }, index) => (
              <div key={index}>
                <dt>{label}</dt>
                <dd>{answer}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section>
        <h3>{SIGN_UP_TEXTS.history}</h3>
        {history.length === 0 ? (
          <p>{SIGN_UP_TEXTS.historyEmpty}</p>
        ) : (
          <ol>
            {history.map(({ n, at, what, reason, by }) => (
              <li key={n}>
                <time dateTime={at}>{formatDateTime(at)}</time> <b>{DECISIONS[what]}</b>：{reason} <small>{by}</small>
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  )
}
