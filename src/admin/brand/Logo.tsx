import { MESSAGES } from '../messages.ts'
import { BEE_DATA_URI } from './bee.ts'

/** On the log-in page. */
export function Logo() {
  return (
    <div className="xf-logo">
      <img src={BEE_DATA_URI} alt="" width={56} height={56} />
      <div>
        <strong>{MESSAGES.product}</strong>
        <span>{MESSAGES.tagline}</span>
      </div>
    </div>
  )
}
