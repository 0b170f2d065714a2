import { randomUUID } from 'node:crypto'
import './settings.ts'

/**
 * Settings of the project `integration-mongodb`: a database of the test file's own on the server at TEST_MONGODB_URI.
 */
process.env.DATABASE_URI = mongoUri(process.env.TEST_MONGODB_URI ?? '')

function mongoUri(server: string): string {
  const url = new URL(server)
  url.pathname = `/xianfeng_test_${randomUUID().slice(0, 8)}`
  if (!url.searchParams.has('replicaSet')) url.searchParams.set('replicaSet', 'rs0')
  if (!url.searchParams.has('retryWrites')) url.searchParams.set('retryWrites', 'false')
  return url.href
}
