import '../../src/server/index.ts'

/** The whole server, which has a fault that nobody foresaw whenever a test asks for it. */
process.on('SIGUSR2', () => {
  throw new Error('an exception that nobody catches')
})
process.on('SIGHUP', () => void Promise.reject(new Error('a promise that nobody waits for')))
