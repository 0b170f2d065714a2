import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'

/** On the log-in page. */
export function Logo() {
  return (
    <div className="xf-logo">
      <img src={PATHS.mark} alt="" width={56} height={56} />
      <div>
        <strong>{MESSAGES.product}</strong>
        <span>{MESSAGES.tagline}</span>
      </div>
    </div>
  )
}
