import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fingerprint } from './fingerprint.mjs'
import { CommandFailed, run } from './run.mjs'

const MARK = 'node_modules/.cache/xianfeng-lock'
const TRIES = 3

/** Says what is wrong with Node or npm before anything fails in a way that nobody understands. */
export function checkVersions() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new CommandFailed(`Node ${process.versions.node} is too old: install Node 20.19 or later from nodejs.org`)
}

/** `npm ci`, when the packages that are there are not those of the lockfile. Runs no package's install script. */
export async function install() {
  checkVersions()
  const wanted = fingerprint(['package.json', 'package-lock.json'])
  if (isInstalled(wanted)) return 'already there'
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'])
      break
    } catch (error) {
      if (attempt === TRIES)
        throw new CommandFailed(
          'npm ci failed three times (see above): check the network and that npm 10 or later is on the PATH',
          { cause: error },
        )
      console.log(`  npm ci failed; again in ${attempt * 5} s`)
      await sleep(attempt * 5000)
    }
  }
  remember(wanted)
  return 'installed'
}

function isInstalled(wanted) {
  if (existsSync(MARK)) return readFileSync(MARK, 'utf8') === wanted
  // Installed by hand: npm writes its own lockfile last.
  const own = 'node_modules/.package-lock.json'
  const isNewer = existsSync(own) && statSync(own).mtimeMs >= statSync('package-lock.json').mtimeMs
  if (isNewer) remember(wanted)
  return isNewer
}

function remember(wanted) {
  mkdirSync('node_modules/.cache', { recursive: true })
  writeFileSync(MARK, wanted)
}
