/**
 * The county's figures at scale 1; docs: the programme “党群同心·善治罗浮”. Where it says “close to” or “over”, ours lies so.
 */
export const FIGURES = {
  towns: 17,
  villageLevel: 389,
  communities: 46,
  organisations: 88,
  members: 4482,
  stations: 16,
  pairingEvents: 186,
  visits: 10_207,
  settledMatters: 1422,
  /** “Close to 900”. */
  riderSessions: 896,
  /** “Over 6,000”. */
  riderPersonTimes: 6128,
  /** Of our own: the page gives no figure. */
  riders: 860,
  residents: 520,
} as const

/** Sessions held on the other lines, of our own but for `policing` (31 pairs on the page). */
export const OTHER_SESSIONS = {
  enterprises: 48,
  socialOrganisations: 36,
  programmes: 108,
  compounds: 60,
  oldTown: 54,
  policing: 31,
  visiting: 72,
} as const
