// Loaded into the server that is profiled: from SIGUSR2 on it samples the processor and counts the commands to MongoDB,
// until SIGTERM.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { MongoClient } from 'mongodb'

const session = new Session()
session.connect()
/** @type {Record<string, { count: number, ms: number }>} */
let commands = {}

const connect = MongoClient.prototype.connect
MongoClient.prototype.connect = function () {
  if (!this.monitorCommands) {
    this.monitorCommands = true
    this.on('commandSucceeded', ({ commandName, duration }) => {
      const known = (commands[commandName] ??= { count: 0, ms: 0 })
      known.count += 1
      known.ms += duration
    })
  }
  return connect.call(this)
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
  // The floor has no end of its own.
  if (process.listenerCount('SIGTERM') === 0) process.exit()
})
