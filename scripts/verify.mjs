import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { build } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { install } from './lib/install.mjs'
import { bin, CommandFailed, run } from './lib/run.mjs'

/**
 * `npm run verify`: everything that has to hold before a change is merged. Goes on after a failure, so that one run tells
 * all, but skips what needs the failed step. The last line is `N passed, N failed`, with `, N skipped` where there were any.
 */
const REPORTS = 'test-results'

/** @type {{ title: string, status: 'passed' | 'failed' | 'SKIPPED', seconds: number, note: string }[]} */
const results = []
const total = { passed: 0, failed: 0, skipped: 0 }

async function check(title, work, { needs = [] } = {}) {
  const missing = needs.find((name) => results.some((result) => result.title === name && result.status !== 'passed'))
  if (missing) return record({ title, status: 'SKIPPED', seconds: 0, note: `needs “${missing}”` })
  console.log(`\n━━ ${title}`)
  const started = Date.now()
  const seconds = () => (Date.now() - started) / 1000
  try {
    const note = await work()
    record({ title, status: 'passed', seconds: seconds(), note: typeof note === 'string' ? note : '' })
  } catch (error) {
    // A step that is no test counts as one failure; failed tests have been counted by jest().
    if (!(error instanceof TestsFailed)) total.failed += 1
    if (!(error instanceof CommandFailed)) console.error(error)
    record({ title, status: 'failed', seconds: seconds(), note: error.message })
  }
}

function record(result) {
  results.push(result)
  console.log(`━━ ${result.title}: ${result.status}${result.note && `, ${result.note}`}${result.seconds ? `, ${result.seconds.toFixed(1)} s` : ''}`)
}

class TestsFailed extends CommandFailed {}

/** One Jest project; the numbers come from its own report. */
async function jest(project, ...args) {
  mkdirSync(REPORTS, { recursive: true })
  const report = `${REPORTS}/${project}.json`
  rmSync(report, { force: true })
  const command = bin('jest/bin/jest.js', '--selectProjects', project, '--ci', '--json', `--outputFile=${report}`, ...args)
  command.splice(1, 0, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning')
  const failure = await run(command, { env: { CI: 'true', NODE_ENV: 'test' } }).then(
    () => null,
    (error) => error,
  )
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = readReport(report, failure)
  const failed = numFailedTests + numRuntimeErrorTestSuites
  total.passed += numPassedTests
  total.failed += failed
  total.skipped += numPendingTests
  const note = `${numPassedTests} passed, ${failed} failed${numPendingTests ? `, ${numPendingTests} skipped` : ''}`
  if (failed > 0) throw new TestsFailed(note)
  if (failure) throw failure
  if (numPassedTests === 0) throw new CommandFailed('no test was found')
  return note
}

function readReport(report, failure) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    throw failure ?? error
  }
}

const INSTALL = 'install'
const BUILD = 'build'

await check(INSTALL, install)
await check('lint', () => run(bin('eslint/bin/eslint.js', '.', '--max-warnings=0', '--cache', '--cache-location', 'node_modules/.cache/eslint/', '--cache-strategy', 'content')), { needs: [INSTALL] })
await check('types', () => run(bin('typescript/bin/tsc', '--noEmit')), { needs: [INSTALL] })
await check('unit', () => jest('unit'), { needs: [INSTALL] })
await check('components', () => jest('components'), { needs: [INSTALL] })
await check(BUILD, () => build(), { needs: [INSTALL] })
// Each test file has a database of its own, so that every core can work on one.
const EVERY_CORE = '--maxWorkers=100%'
await check('integration, SQLite', () => jest('integration-sqlite', EVERY_CORE), { needs: [BUILD] })
if (process.env.TEST_MONGODB_URI) await check('integration, MongoDB', () => jest('integration-mongodb', EVERY_CORE), { needs: [BUILD] })
else record({ title: 'integration, MongoDB', status: 'SKIPPED', seconds: 0, note: 'set TEST_MONGODB_URI to run the same tests on MongoDB' })
await check('browser', () => ensureChromium().then(() => jest('browser', '--runInBand')), { needs: [BUILD] })

console.log('\n')
for (const { title, status, seconds, note } of results) {
  console.log(`${status.padEnd(8)} ${title.padEnd(22)} ${seconds.toFixed(1).padStart(7)} s  ${note}`)
}
const skippedSteps = results.filter(({ status }) => status === 'SKIPPED').length
const skipped = total.skipped + skippedSteps
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = results.some(({ status }) => status === 'failed') ? 1 : 0
