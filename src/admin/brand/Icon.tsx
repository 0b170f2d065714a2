import { MESSAGES } from '../messages.ts'
import { BEE_DATA_URI } from './bee.ts'

/** Leads back to the dashboard from every page. */
export function Icon() {
  return <img className="xf-icon" src={BEE_DATA_URI} alt={MESSAGES.nav.dashboard} width={24} height={24} />
}
