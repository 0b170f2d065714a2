import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CommandFailed, run } from './run.mjs'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * Makes sure that there is a Chromium, and Chinese letters for it: installs both from Debian's packages where it may.
 */
export async function ensureChromium() {
  const find = () => process.env.CHROMIUM_PATH ?? PLACES.find((place) => existsSync(place))
  const hasLetters = () =>
    existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') ||
    spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout?.trim()
  if (find() && hasLetters()) return find()
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    try {
      await run(['apt-get', '-q', 'update'], { env })
      await run(['apt-get', '-q', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env })
    } catch (error) {
      if (!find()) throw error
    }
  }
  const found = find()
  if (!found)
    throw new CommandFailed(
      'No Chromium: install the packages chromium and fonts-noto-cjk (or set CHROMIUM_PATH), then run this again',
    )
  if (!hasLetters())
    console.log('  No Chinese font found: pages will show boxes for letters. Install the package fonts-noto-cjk.')
  return found
}
