import { MongoClient } from 'mongodb'

/** A database of this process's own on the server. */
export function mongoUri(server: string): string {
  const url = new URL(server)
  url.pathname = `/xianfeng_bench_${process.pid}`
  if (!url.searchParams.has('replicaSet')) url.searchParams.set('replicaSet', 'rs0')
  if (!url.searchParams.has('retryWrites')) url.searchParams.set('retryWrites', 'false')
  return url.href
}

export async function dropMongo(uri: string): Promise<void> {
  const client = await new MongoClient(uri).connect()
  await client.db().dropDatabase()
  await client.close()
}
