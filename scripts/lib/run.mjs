import { spawn } from 'node:child_process'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder: every command works from there, wherever it was called. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
process.chdir(root)

/** `node` with the export condition under which Payload's packages load reliably (docs/decisions). */
export const node = (...args) => [process.execPath, '-C', 'production', ...args]
export const bin = (file, ...args) => node(`node_modules/${file}`, ...args)

export class CommandFailed extends Error {}

/**
 * Runs a command to its end with its output on the terminal.
 *
 * @param {string[]} command
 * @param {{ env?: Record<string, string> }} [options]
 * @throws {CommandFailed} when it ends with anything but 0
 */
export async function run([file, ...args], { env = {}, stdin = 'ignore' } = {}) {
  const child = spawn(file, args, { cwd: root, stdio: [stdin, 'inherit', 'inherit'], env: { ...process.env, ...env } })
  const code = await new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (status, signal) => done(status ?? signal))
  })
  if (code !== 0) throw new CommandFailed(`${nameOf([file, ...args])} ended with ${code}`)
}

/** What a person would call the command: `npm ci`, `jest.js`, `dist/seed.js`. */
function nameOf([file, ...args]) {
  if (file !== process.execPath) return [file, ...args.filter((arg) => !arg.startsWith('-')).slice(0, 1)].join(' ')
  const script = args.find((arg) => /\.m?js$|\/bin\//.test(arg)) ?? 'node'
  return script.startsWith('node_modules/') ? basename(script) : script
}

/** Runs one step of a command and says what it does, and how many seconds it took. */
export async function step(title, work) {
  const started = Date.now()
  console.log(`\n▸ ${title}`)
  const note = await work()
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`  ${title}: ${typeof note === 'string' ? `${note}, ` : ''}${seconds} s`)
}

/** For the entry point of a command: an expected failure is one sentence, an unexpected one its stack. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof CommandFailed ? `\n${error.message}` : error)
    process.exitCode = 1
  }
}
