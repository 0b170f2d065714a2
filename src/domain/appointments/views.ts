import type { UnitKind } from '../units/vocabulary.ts'
import type { Post, Standing } from './vocabulary.ts'

export interface MyAppointment {
  id: string
  post: Post
  unit: { id: string; name: string }
  /** As of now, to the county's day. */
  standing: Standing
  isAwaiting: boolean
  from: string
  to: string | null
  /** Why it was ended, or not confirmed. */
  endReason: string | null
  /** Whether anybody may read the post, and by the holder's consent the name. */
  isPublic: boolean
  isNameShown: boolean
  /** The items that the post answers for, while one is in it. */
  duties: string[]
}

export interface Holders {
  unit: { id: string; name: string; kind: UnitKind; dutyPhone: string | null }
  /** In the order of the vocabulary; those without a holder are left out. */
  posts: {
    post: Post
    holders: number
    /** Of those who agreed to it, and of organisations. */
    names: string[]
  }[]
}

export interface Vacancy {
  post: Post
  unit: { id: string; name: string; above: string }
  /** The day on which somebody follows. */
  followedOn: string | null
}
