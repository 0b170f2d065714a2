import { PATHS } from '../paths.ts'
import { BRAND_TEXTS } from './texts.ts'

/** On the log-in page. */
export function Logo() {
  return (
    <div className="xf-logo">
      <img src={PATHS.mark} alt="" width={56} height={56} />
      <div>
        <strong>{BRAND_TEXTS.product}</strong>
        <span>{BRAND_TEXTS.tagline}</span>
      </div>
    </div>
  )
}
