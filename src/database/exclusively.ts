import { Mutex } from 'async-mutex'

const mutexes = new Map<string, { mutex: Mutex; users: number }>()

/**
 * Runs `work` alone among all callers with this key in this process. It only spares retries: what keeps two processes
 * apart is the database (swap).
 */
export async function exclusively<T>(key: string, work: () => Promise<T>): Promise<T> {
  const entry = mutexes.get(key) ?? { mutex: new Mutex(), users: 0 }
  mutexes.set(key, entry)
  entry.users += 1
  try {
    return await entry.mutex.runExclusive(work)
  } finally {
    entry.users -= 1
    if (entry.users === 0) mutexes.delete(key)
  }
}
