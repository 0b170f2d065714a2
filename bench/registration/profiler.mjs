// Loaded into the server that is profiled: from SIGUSR2 on it samples the processor and counts the commands to MongoDB, until SIGTERM.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

const session = new Session()
session.connect()
/** @type {Record<string, { count: number, ms: number }>} */
let commands = {}

// The driver's own log, one record a command (MONGODB_LOG_COMMAND).
const write = process.stderr.write.bind(process.stderr)
process.stderr.write = (text, ...rest) => {
  const [, name = ''] = /commandName: '(\w+)'[^]*message: 'Command succeeded'/.exec(text) ?? []
  if (!name) return text.includes("message: 'Command started'") ? (rest.at(-1)?.(), true) : write(text, ...rest)
  const known = (commands[name] ??= { count: 0, ms: 0 })
  known.count += 1
  known.ms += Number(/durationMS: ([\d.]+)/.exec(text)?.[1] ?? 0)
  rest.at(-1)?.()
  return true
}

process.once('SIGUSR2', async () => {
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  commands = {}
  await session.post('Profiler.start')
})
process.prependOnceListener('SIGTERM', async () => {
  const { profile } = await session.post('Profiler.stop')
  writeFileSync(process.env.PROFILE_OUT ?? '', JSON.stringify({ profile, commands }))
})
