import { MESSAGES } from '../messages.ts'
import { PATHS } from '../paths.ts'

/** Leads back to the dashboard from every page. */
export function Icon() {
  return <img className="xf-icon" src={PATHS.mark} alt={MESSAGES.nav.dashboard} width={24} height={24} />
}
