import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { install } from './lib/install.mjs'
import { bin, CommandFailed, run } from './lib/run.mjs'

/**
 * `npm run verify`: everything that has to hold before a change is merged. Goes on after a failure, so that one run
 * tells all, but skips what needs the failed step. The last line is `N passed, N failed`; one before it says how many
 * were skipped, where any were.
 */
const REPORTS = 'test-results'

/** @type {{ title: string, status: 'passed' | 'failed' | 'SKIPPED', seconds: number, note: string }[]} */
const results = []
/** The names of failed tests, said once more at the end: what came before may be cut off where it is read. */
const failures = []
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
  console.log(
    `━━ ${result.title}: ${result.status}${result.note && `, ${result.note}`}${result.seconds ? `, ${result.seconds.toFixed(1)} s` : ''}`,
  )
}

class TestsFailed extends CommandFailed {}

/**
 * Tests must not depend on where the machine stands: by TZ, otherwise in UTC, and what touches a date in the other
 * zones too.
 */
const ZONE = process.env.TZ || 'UTC'
const OTHER_ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].filter((zone) => zone !== ZONE)
/** Named after what they are about: files that touch a date. */
const DATE_TESTS = '/(dates|targets|hours|export|certificates|organiser|messages)\\.int\\.test\\.ts$'

/** Jest projects, in one zone; the numbers come from their own report. */
async function jest(projects, { zone = ZONE, args = [] } = {}) {
  mkdirSync(REPORTS, { recursive: true })
  const report = `${REPORTS}/${[...projects, zone].join('-').replaceAll('/', '-')}.json`
  rmSync(report, { force: true })
  const given = ['--ci', '--json', `--outputFile=${report}`, ...args, '--selectProjects', ...projects]
  const env = { CI: 'true', NODE_ENV: 'test', TZ: zone }
  const failure = await run(['npm', 'test', '--silent', '--', ...given], { env }).then(
    () => null,
    (error) => error,
  )
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } = readReport(
    report,
    failure,
  )
  failures.push(...testResults.flatMap((file) => failuresIn(file, [...projects, zone].join(' '))))
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

/** Each failed test of a file, with the first lines of its reason; the file itself where it could not be run. */
function failuresIn({ name, status, message, assertionResults }, where) {
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0 && status === 'failed') return [`${where}: ${relative('.', name)}: ${beginning(message)}`]
  return failed.map(
    (test) => `${where}: ${relative('.', name)}: ${test.fullName}: ${beginning(test.failureMessages[0])}`,
  )
}

const beginning = (text = '') => stripVTControlCharacters(text).slice(0, 300)

function readReport(report, failure) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    throw failure ?? error
  }
}

const INSTALL = 'install'
const BUILD = 'build'
// Each test file has a database of its own. One worker more than there are cores, since tests wait for processes of
// their own.
const WORKERS = `--maxWorkers=${availableParallelism() + 1}`
const eslint = [
  '.',
  '--max-warnings=0',
  '--cache',
  '--cache-location',
  'node_modules/.cache/eslint/',
  '--cache-strategy',
  'content',
]

async function checkText() {
  await check('format', () => run(bin('prettier/bin/prettier.cjs', '--check', '.', '--log-level=warn')), {
    needs: [INSTALL],
  })
  await check('types', () => run(bin('typescript/bin/tsc', '--noEmit')), { needs: [INSTALL] })
  await check('lint', () => run(bin('eslint/bin/eslint.js', ...eslint)), { needs: [INSTALL] })
}

async function checkParts() {
  for (const zone of [ZONE, ...OTHER_ZONES])
    await check(`unit, ${zone}`, () => jest(['unit', 'components'], { zone, args: ['--runInBand'] }), {
      needs: [INSTALL],
    })
}

const checkScreens = () =>
  check('browser', () => ensureChromium().then(() => jest(['browser'], { args: ['--runInBand'] })), { needs: [BUILD] })

async function checkWhole() {
  await check('integration, SQLite', () => jest(['integration-sqlite'], { args: [WORKERS] }), { needs: [BUILD] })
  if (process.env.TEST_MONGODB_URI)
    await check('integration, MongoDB', () => jest(['integration-mongodb'], { args: [WORKERS] }), { needs: [BUILD] })
  else
    record({
      title: 'integration, MongoDB',
      status: 'SKIPPED',
      seconds: 0,
      note: 'set TEST_MONGODB_URI to run the same tests on MongoDB',
    })
}

/** In the line of the browser tests: with MongoDB that is the shorter one. */
async function checkDates() {
  for (const zone of OTHER_ZONES) {
    const args = ['--maxWorkers=2', `--testPathPatterns=${DATE_TESTS}`]
    await check(`dates, ${zone}`, () => jest(['integration-sqlite'], { zone, args }), { needs: [BUILD] })
  }
}

await check(INSTALL, install)
// Two lines beside each other, since each by itself leaves cores idle: browser tests mostly wait for pages.
const built = check(BUILD, () => build(), { needs: [INSTALL] })
await Promise.all([
  built.then(checkWhole),
  checkText()
    .then(checkParts)
    .then(() => built)
    .then(checkScreens)
    .then(checkDates),
])

console.log('\n')
for (const { title, status, seconds, note } of results) {
  console.log(`${status.padEnd(8)} ${title.padEnd(22)} ${seconds.toFixed(1).padStart(7)} s  ${note}`)
}
for (const failure of failures) console.log(`\n✗ ${failure}`)
const skippedSteps = results.filter(({ status }) => status === 'SKIPPED').length
const skipped = total.skipped + skippedSteps
if (skipped > 0) console.log(`\n${skipped} skipped`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = results.some(({ status }) => status === 'failed') ? 1 : 0
