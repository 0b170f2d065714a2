import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One hash over names and contents of files and of everything in folders, tests left out. Missing ones count as
 * missing.
 */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths) add(hash, path)
  return hash.digest('hex')
}

function add(hash, path) {
  if (!existsSync(path)) {
    hash.update(`missing ${path}\0`)
  } else if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) if (!/\.test\.tsx?$/.test(name)) add(hash, join(path, name))
  } else {
    hash.update(`${path}\0`).update(readFileSync(path)).update('\0')
  }
}
