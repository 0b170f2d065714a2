import { readdirSync } from 'node:fs'
import path from 'node:path'

interface Part {
  name: string
  from: string[]
}

it('the admin is built again when anything changed that a collection leads to, certificates among it [B-min build fingerprint]', async () => {
  const { parts } = (await import(path.resolve('scripts/lib/build.mjs'))) as { parts: Part[] }
  const from = parts.find(({ name }) => name === 'admin')?.from ?? []
  const folders = readdirSync('src', { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`src/${entry.name}`] : [],
  )
  expect(folders.filter((folder) => !from.includes(folder))).toEqual([
    'src/cli',
    'src/frontend',
    'src/seed',
    'src/server',
  ])
})
