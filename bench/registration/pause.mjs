// Loaded into every contender: stops the process between two turns of its event loop, when it holds no lock of the
// database.
process.on('SIGUSR2', () => process.kill(process.pid, 'SIGSTOP'))
