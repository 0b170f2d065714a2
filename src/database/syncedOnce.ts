import type { Payload } from 'payload'
import { connectionOf } from './sqlite.ts'

/**
 * All that `work` writes reaches the disk once, at its end (SqliteConnection.syncOnce); on MongoDB each write by
 * itself.
 *
 * @throws what `work` throws; what it wrote before stays
 */
export const syncedOnce = <T>({ payload }: { payload: Payload }, work: () => Promise<T>): Promise<T> =>
  payload.db.name === 'sqlite' ? connectionOf(payload).syncOnce(work) : work()
