import { staff } from './staff.ts'
import type { Walk } from './walk.ts'

/** By the name that `npm run walk` takes. */
export const WALKS: Record<string, Walk> = { staff }
