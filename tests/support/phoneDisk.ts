import { endOf, type Entry, type Settled } from '../../src/domain/attendance/scanQueue.ts'
import type { Device, StoredList } from '../../src/frontend/features/checkIn/door/device.ts'

/** A phone's disk at the door, for tests of screens: jsdom has no IndexedDB. Browser tests have the real one. */
export class PhoneDisk {
  queue: Entry[] = []
  /** The entries that did not end as they were shown. */
  ends: Settled[] = []
  lists: StoredList[] = []

  asDevice(): Device {
    return {
      add: async (entry: Entry) => void this.queue.push(entry),
      pending: async () => [...this.queue],
      settle: async (settled: Settled[]) => {
        this.ends.push(...settled.filter((one) => endOf(one) !== 'done'))
        this.queue = this.queue.filter(({ clientId }) => !settled.some(({ entry }) => entry.clientId === clientId))
      },
      troubles: async () => [...this.ends],
      saveList: async (list: StoredList) => void (this.lists = [list]),
      loadList: async (activity: string, staff: string) =>
        this.lists.find((one) => one.list.activity.id === activity && one.staff === staff) ?? null,
      wipeList: async () => void (this.lists = []),
      wipe: async () => void ([this.queue, this.ends, this.lists] = [[], [], []]),
    } as unknown as Device
  }
}
