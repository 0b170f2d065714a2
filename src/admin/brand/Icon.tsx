import { NAV_TEXTS } from '../nav/texts.ts'
import { PATHS } from '../paths.ts'

/** Leads back to the dashboard from every page. */
export function Icon() {
  return <img className="xf-icon" src={PATHS.mark} alt={NAV_TEXTS.dashboard} width={24} height={24} />
}
