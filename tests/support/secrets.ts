import { RULES, type Role } from './accessRules.ts'
import { SECRETS, type AccessWorld } from './accessWorld.ts'

/**
 * The texts that a role must not find, whatever it asks for. The person's own data is theirs by GET /api/me/data alone.
 */
export function keptFrom(world: AccessWorld, role: Role): string[] {
  const isStaff = RULES.staff.allows(role)
  const emails = (names: (keyof AccessWorld['staff'])[]) => names.map((name) => world.staff[name].email)
  const personal = (place: 'own' | 'other') => [
    SECRETS[place].phone,
    SECRETS[place].email,
    SECRETS[place].idNumber,
    SECRETS[place].note,
  ]
  /** What the person reads as well as staff in scope. */
  const records = (place: 'own' | 'other') => [
    SECRETS[place].wish,
    SECRETS[place].feedback,
    SECRETS[place].evaluationNote,
    SECRETS[place].training,
    SECRETS[place].award,
    SECRETS[place].revocation,
    SECRETS[place].words,
    SECRETS[place].source,
  ]
  if (!isStaff) {
    return [
      ...(role === 'personA' ? [] : records('own')),
      ...(role === 'personB' ? [] : records('other')),
      ...personal('own'),
      ...personal('other'),
      SECRETS.own.contact,
      SECRETS.other.contact,
      ...emails(['organiser', 'organiserElsewhere', 'town', 'townElsewhere', 'department']),
      world.staff.organiser.id,
    ]
  }
  if (role === 'department') return []
  const isOwn = RULES.scope.allows(role, 'own')
  return [
    ...personal(isOwn ? 'other' : 'own'),
    ...records(isOwn ? 'other' : 'own'),
    // ID numbers are the department's.
    SECRETS[isOwn ? 'own' : 'other'].idNumber,
    ...emails(
      (['organiser', 'organiserElsewhere', 'town', 'townElsewhere', 'department'] as const).filter(
        (name) =>
          name !== role &&
          !(role === 'town' && name === 'organiser') &&
          !(role === 'townElsewhere' && name === 'organiserElsewhere'),
      ),
    ),
  ]
}

/** Names of fields that no answer has, and how encrypted text looks. */
export const MARKS = [
  /"(counted|revision|openFor|facts|seal|claim|unsettled|phoneHash|emailHash|codeHash|contactHash|hash|salt|resetPasswordToken|lockUntil|loginAttempts)":\s*("|\{|true,|\d)/,
  /v1:[A-Za-z0-9+/]{30}/,
  /none:[0-9a-f]{8}-/,
]
