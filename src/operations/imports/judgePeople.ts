import type { PayloadRequest } from 'payload'
import { findRowsBy, type ImportedRow, type ImportRecord } from '../../database/rows.ts'
import { isUnitInScope, unitScope } from '../../access/unitScope.ts'
import { isSameName } from '../../domain/attendance/namesakes.ts'
import { personIn, type PersonFacts } from '../../domain/imports/personRow.ts'
import { keyedHash } from '../../privacy/cipher.ts'
import { firstsInFile } from './firstsInFile.ts'
import { unitsByName } from './unitsByName.ts'
import { faulty, type Verdict } from './verdict.ts'

export interface PersonVerdict extends Verdict {
  /** The record to be written, with the unit's id; null where nothing is. */
  facts: (PersonFacts & { unit: string }) | null
}

/**
 * Says what becomes of rows of people, as the database stands now. The phone tells whether somebody is there already,
 * or the mail where there is none; a record that is there is never written over.
 *
 * @param req on behalf of who imports
 */
export async function judgePeople(
  req: PayloadRequest,
  source: ImportRecord,
  rows: ImportedRow[],
): Promise<PersonVerdict[]> {
  const read = rows.map(({ values }) => personIn(values ?? [], source.mapping ?? {}))
  const keys = read.map(({ facts }) => (facts ? keyOf(facts) : null))
  const units = await unitsByName(
    req,
    read.flatMap(({ facts }) => facts?.unitName || []),
  )
  const holders = {
    phone: await holdersOf(
      req,
      'phoneHash',
      read.map(({ facts }) => facts?.phone && keyedHash('phone', facts.phone)),
    ),
    email: await holdersOf(
      req,
      'emailHash',
      read.map(({ facts }) => facts?.email && keyedHash('email', facts.email)),
    ),
  }
  const scope = await unitScope(req)
  const own = (await isUnitInScope(req, source.unit)) ? source.unit : null
  const verdicts = rows.map((_, index): PersonVerdict => {
    const { facts, problems } = read[index] ?? { facts: null, problems: [] }
    const key = keys[index] ?? null
    const none = { key, session: null, facts: null, person: null }
    if (!facts) return { ...none, ...faulty(...problems) }
    const byPhone = facts.phone === null ? undefined : holders.phone.get(keyedHash('phone', facts.phone))
    const byEmail = facts.email === null ? undefined : holders.email.get(keyedHash('email', facts.email))
    if (byEmail && byPhone !== undefined && byPhone.id !== byEmail.id)
      return { ...none, ...faulty({ code: 'email-of-another', column: 'email' }) }
    const holder = byPhone ?? byEmail
    if (holder) {
      const column = byPhone ? 'phone' : 'email'
      if (!isSameName(holder.name, facts.name))
        return { ...none, ...faulty({ code: byPhone ? 'phone-of-another' : 'email-of-another', column }) }
      const isOwn = scope === 'all' || scope.includes(holder.unit ?? '')
      return {
        ...none,
        outcome: 'known',
        problems: isOwn ? [] : [{ code: 'elsewhere' }],
        person: isOwn ? holder.id : null,
      }
    }
    const unit = facts.unitName === '' ? own : units(facts.unitName)
    if (unit === null || unit === 'ambiguous')
      return { ...none, ...faulty({ code: unit === null ? 'unit-unknown' : 'unit-ambiguous', column: 'unit' }) }
    return { ...none, outcome: 'ready', problems: [], facts: { ...facts, unit } }
  })
  const firsts = await firstsInFile(
    req,
    source.id,
    rows,
    verdicts.map(({ key, outcome }) => (outcome === 'faulty' ? null : key)),
  )
  return verdicts.map((verdict, index): PersonVerdict => {
    const [row, first] = [rows[index], firsts.get(verdict.key ?? '')]
    return row && first && first.id !== row.id && first.number <= row.number
      ? { ...verdict, outcome: 'repeated', problems: [{ code: 'repeated' }], facts: null, person: null }
      : verdict
  })
}

const keyOf = ({ phone, email }: PersonFacts): string =>
  phone === null ? keyedHash('email', email ?? '') : keyedHash('phone', phone)

async function holdersOf(req: PayloadRequest, field: 'phoneHash' | 'emailHash', hashes: (string | null | undefined)[]) {
  const asked = [...new Set(hashes.filter((hash): hash is string => typeof hash === 'string'))]
  const found =
    asked.length === 0
      ? []
      : await findRowsBy(req, 'people', { [field]: asked }, ['id', 'name', 'unit', 'phoneHash', 'emailHash'])
  return new Map(found.map((person) => [person[field] ?? '', person]))
}
