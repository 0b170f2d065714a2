import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { CheckInList } from '../../../../domain/attendance/checkInViews.ts'
import { endOf, wipeAt, type Entry, type Queue, type Settled } from '../../../../domain/attendance/scanQueue.ts'

/**
 * The data that the phone at the door keeps, in IndexedDB. Everything that could name a person is sealed with AES-GCM;
 * the key was made here, cannot be read out by any script, and never leaves the device.
 */
interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey }
  /** By activity. */
  lists: { key: string; value: { wipeAt: number; sealed: Sealed } }
  /** By client id: what the server does not know yet. */
  queue: { key: string; value: Sealed }
  /** By client id: what did not end as it was shown. */
  troubles: { key: string; value: { wipeAt: number; sealed: Sealed } }
}

export interface StoredList {
  list: CheckInList
  /** Of the staff member, or the helper's link, that fetched it; nobody else sees it. */
  staff: string
  /** When it must be gone, if not by the activity's end: a helper's link has a time of its own. */
  until?: string
  /** Server time minus this device's, in milliseconds. */
  clockOffset: number
}

const NAME = 'xianfeng-check-in'

/** A fault is shown until it is seen, for a day at most. */
const TROUBLE_MS = 86_400_000

export class Device implements Queue {
  private constructor(
    private readonly db: IDBPDatabase<Schema>,
    private readonly key: CryptoKey,
  ) {}

  /** Opens the store and wipes what is past its time. Throws where there is no secure context or no storage. */
  static async open(now: number): Promise<Device> {
    const db = await openDB<Schema>(NAME, 1, {
      upgrade: (fresh) => {
        for (const name of ['keys', 'lists', 'queue', 'troubles'] as const) fresh.createObjectStore(name)
      },
      // Another page wipes the device: this one must not hold it up.
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    })
    const device = new Device(db, await keyOf(db))
    await device.wipePast(now)
    return device
  }

  async add(entry: Entry): Promise<void> {
    const sealed = await this.seal(entry)
    const writing = this.db.transaction('queue', 'readwrite', { durability: 'strict' })
    await writing.store.put(sealed, entry.clientId)
    await writing.done
  }

  async pending(): Promise<Entry[]> {
    const entries = await Promise.all((await this.db.getAll('queue')).map((sealed) => this.unseal<Entry>(sealed)))
    return entries.sort((a, b) => a.at.localeCompare(b.at))
  }

  async settle(settled: Settled[]): Promise<void> {
    const troubles = await Promise.all(
      settled
        .filter((one) => endOf(one) !== 'done')
        .map(async (one) => ({ id: one.entry.clientId, sealed: await this.seal(one) })),
    )
    const writing = this.db.transaction(['queue', 'troubles'], 'readwrite', { durability: 'strict' })
    for (const { id, sealed } of troubles)
      void writing.objectStore('troubles').put({ wipeAt: Date.now() + TROUBLE_MS, sealed }, id)
    for (const { entry } of settled) void writing.objectStore('queue').delete(entry.clientId)
    await writing.done
  }

  /** Taken back before it was sent. */
  async withdraw(clientId: string): Promise<void> {
    await this.db.delete('queue', clientId)
  }

  async troubles(): Promise<Settled[]> {
    return Promise.all((await this.db.getAll('troubles')).map(({ sealed }) => this.unseal<Settled>(sealed)))
  }

  async dismissTrouble(clientId: string): Promise<void> {
    await this.db.delete('troubles', clientId)
  }

  /** Past its time a list is shown while the page is open, and not kept. */
  async saveList(stored: StoredList): Promise<void> {
    const { activity } = stored.list
    const end = wipeAt(activity, stored.until)
    if (end > Date.now()) await this.db.put('lists', { wipeAt: end, sealed: await this.seal(stored) }, activity.id)
  }

  /** The list of an activity, for who fetched it; another's is wiped. */
  async loadList(activity: string, staff: string): Promise<StoredList | null> {
    const kept = await this.db.get('lists', activity)
    if (!kept) return null
    const stored = await this.unseal<StoredList>(kept.sealed)
    if (stored.staff === staff) return stored
    await this.db.clear('lists')
    return null
  }

  async wipeList(activity: string): Promise<void> {
    await this.db.delete('lists', activity)
  }

  async wipePast(now: number): Promise<void> {
    const writing = this.db.transaction(['lists', 'troubles'], 'readwrite')
    for (const name of ['lists', 'troubles'] as const) {
      for (let cursor = await writing.objectStore(name).openCursor(); cursor; cursor = await cursor.continue())
        if (cursor.value.wipeAt <= now) await cursor.delete()
    }
    await writing.done
  }

  /**
   * Everything: lists, queue, key, and the pages kept for use without a network. A write that is still to come finds
   * the store closed. Scans that are `kept` stay, encrypted, with their key: nobody but who noted them can have them
   * sent.
   */
  async wipe(kept: (entry: Entry) => boolean): Promise<void> {
    const entries = await this.pending()
    const gone = entries.filter((entry) => !kept(entry))
    if (gone.length === entries.length) {
      this.db.close()
      await deleteDB(NAME)
    } else {
      const writing = this.db.transaction(['lists', 'troubles', 'queue'], 'readwrite')
      void writing.objectStore('lists').clear()
      void writing.objectStore('troubles').clear()
      for (const { clientId } of gone) void writing.objectStore('queue').delete(clientId)
      await writing.done
      this.db.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        if (new URL(request.url).pathname.startsWith('/staff/')) await cache.delete(request)
    }
  }

  private async seal(value: object): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return {
      iv,
      data: await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv },
        this.key,
        new TextEncoder().encode(JSON.stringify(value)),
      ),
    }
  }

  private async unseal<T>({ iv, data }: Sealed): Promise<T> {
    return JSON.parse(
      new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.key, data)),
    ) as T
  }
}

/** This device's key; two tabs that open at once agree on one. */
async function keyOf(db: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const known = await db.get('keys', 'device')
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const writing = db.transaction('keys', 'readwrite')
  const first = await writing.store.get('device')
  if (!first) await writing.store.put(made, 'device')
  await writing.done
  return first ?? made
}
