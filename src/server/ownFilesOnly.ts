import { chmod } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { env } from '../env.ts'

/**
 * The data folder is for the account that the server runs under, and for nobody else on the machine: codes and letters
 * lie in the outbox where no mail server is set. Files made from here on are closed by the umask, those that are there
 * already are closed now.
 */
export async function ownFilesOnly(): Promise<void> {
  process.umask(0o077)
  const file = env.isMongo ? null : databaseFile()
  const closing = [
    [env.DATA_DIR, 0o700],
    [env.outboxDir, 0o700],
    ...(file === null ? [] : ['', '-wal', '-shm'].map((end) => [`${file}${end}`, 0o600] as const)),
  ] as const
  for (const [path, mode] of closing) {
    await chmod(path, mode).catch((error: NodeJS.ErrnoException) => {
      // A file that is not there yet will be made closed; a file of another account is its own to close.
      if (error.code !== 'ENOENT' && error.code !== 'EPERM') throw error
    })
  }
}

function databaseFile(): string {
  return env.DATABASE_URI.startsWith('file:///')
    ? fileURLToPath(env.DATABASE_URI)
    : env.DATABASE_URI.slice('file:'.length)
}
