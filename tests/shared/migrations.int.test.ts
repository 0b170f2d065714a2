import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { startPayload, type TestPayload } from '../support/payload.ts'

interface MigratingAdapter {
  schema: object
  migrationDir: string
  requireDrizzleKit(): {
    generateDrizzleJson(schema: object): Promise<object>
    generateMigration(before: object, after: object): Promise<string[]>
  }
}

let app: TestPayload
beforeAll(async () => {
  app = await startPayload()
})
afterAll(() => app.stop())

test('the committed migrations make exactly the tables of the collections (else: npm run migration NAME)', async () => {
  const adapter = app.payload.db as unknown as MigratingAdapter
  const { generateDrizzleJson, generateMigration } = adapter.requireDrizzleKit()
  const newest =
    readdirSync(adapter.migrationDir)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .at(-1) ?? ''
  const snapshot = JSON.parse(readFileSync(path.join(adapter.migrationDir, newest), 'utf8')) as object
  const missing = await generateMigration(snapshot, await generateDrizzleJson(adapter.schema))
  expect(missing).toEqual([])
})
