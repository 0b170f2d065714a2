import { idSchema } from '../domain/shared/requests.ts'

/** The id in a screen's address; null where there is none, or what cannot be one. */
export const askedId = (asked: unknown): string | null => idSchema.safeParse(asked).data ?? null
