import { people } from './people.ts'
import { staff } from './staff.ts'
import { targets } from './targets.ts'
import type { Walk } from './walk.ts'

/** By the name that `npm run walk` takes. */
export const WALKS: Record<string, Walk> = { people, staff, targets }
