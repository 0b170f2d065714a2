import { SIGN_UP_FILTERS, type SignUpFilterName } from '../../domain/seats/signUpFilters.ts'
import { nameText } from '../../domain/shared/typedText.ts'
import type { SignUp } from '../../operations/seats/listSignUps.ts'

export type Filter = SignUpFilterName

/** The filter that an address names; all where it names none. */
export const filterNamed = (name: unknown): Filter =>
  (Object.keys(SIGN_UP_FILTERS) as Filter[]).find((filter) => filter === name) ?? 'all'

/** Those of `signUps` that the filter lets through and whose name holds `query`. */
export function filterSignUps(signUps: SignUp[], filter: Filter, query: string): SignUp[] {
  const wanted = nameText(query)
  return signUps.filter((signUp) => SIGN_UP_FILTERS[filter](signUp) && nameText(signUp.name).includes(wanted))
}
