import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface Assets {
  scripts: string[]
  styles: string[]
}

type Manifest = Record<string, { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] }>

export interface Build {
  site: Assets
  staff: Assets
  serviceWorker: string
}

/** Vite's output: the files of each kind of page, and the service worker with all that it has to keep. */
export function readBuild(clientDir: string): Build {
  const text = readFileSync(path.join(clientDir, 'manifest.json'), 'utf8')
  const manifest = JSON.parse(text) as Manifest
  const chunk = (name: string): Manifest[string] => {
    const found = manifest[name]
    if (!found) throw new Error(`dist/client has no ${name}: run npm run build`)
    return found
  }
  const assetsOf = (name: string): Assets => ({
    scripts: [`/${chunk(name).file}`],
    styles: (chunk(name).css ?? []).map((file) => `/${file}`),
  })
  /** The file and all that it imports, now or later. */
  const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(`/${chunk(name).file}`)) return seen
    for (const file of [chunk(name).file, ...(chunk(name).css ?? [])]) seen.add(`/${file}`)
    for (const other of [...(chunk(name).imports ?? []), ...(chunk(name).dynamicImports ?? [])]) filesOf(other, seen)
    return seen
  }
  const [site, own] = [assetsOf('src/frontend/entry-client.tsx'), assetsOf('src/frontend/entry-staff.tsx')]
  const staff = { scripts: [...site.scripts, ...own.scripts], styles: [...site.styles, ...own.styles] }
  const build = {
    version: createHash('sha256').update(text).digest('hex').slice(0, 12),
    assets: [
      ...new Set([...staff.scripts, ...staff.styles, ...filesOf('src/frontend/entry-staff.tsx'), '/favicon.svg']),
    ],
  }
  const worker = readFileSync(path.join(clientDir, chunk('src/frontend/serviceWorker.ts').file), 'utf8')
  return { site, staff, serviceWorker: `const BUILD = ${JSON.stringify(build)};\n${worker}` }
}
