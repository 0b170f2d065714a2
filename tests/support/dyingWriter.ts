import { readFileSync } from 'node:fs'
import { SqliteConnection, type Statement } from '../../src/database/sqlite.ts'

/** Sends the first so many of the STATEMENTS to FILE, in a process that is killed before it can send the next. */
const connection = new SqliteConnection(process.env.FILE ?? '')
const statements = JSON.parse(readFileSync(process.env.STATEMENTS ?? '', 'utf8')) as Statement[]
for (const statement of statements.slice(0, Number(process.env.DIES_AFTER))) connection.execute(statement)
process.kill(process.pid, 'SIGKILL')
