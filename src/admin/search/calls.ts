import type { DeskSearch } from '../../operations/desk/searchDesk.ts'
import { call, type Answer } from '../call.ts'
import { PATHS } from '../paths.ts'

export const search = (typed: string): Promise<Answer<DeskSearch>> => call('GET', PATHS.search(typed))
