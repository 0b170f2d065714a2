import type { Address, Snapshot } from './snapshot.ts'

/** Only the driver of the database in use is loaded. */
export async function openSnapshot(address: Address): Promise<Snapshot> {
  return address.url.startsWith('mongodb')
    ? (await import('./snapshotInMongo.ts')).openMongoSnapshot(address)
    : (await import('./snapshotInSqlite.ts')).openSqliteSnapshot(address)
}
