import type { MongoClient } from 'mongodb'

/**
 * How often each table was written by this process, by the first word of its name: `activities_questions` counts as
 * `activities`. One count for every copy of this module, since Next has one of its own.
 */
const counts = ((globalThis as { [key: symbol]: Map<string, number> | undefined })[Symbol.for('xianfeng.writes')] ??=
  new Map())
/** A write that we cannot read may have been to any table. */
const ANY = '*'

const WRITE =
  /^\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)\s+["`]?([a-z]+)/i

/** To be called when others can see the write, and before whoever asked for it is told. */
export function noteWrite(table: string): void {
  counts.set(table, (counts.get(table) ?? 0) + 1)
}

export function noteStatement(sql: string): void {
  noteWrite(WRITE.exec(sql)?.[1]?.toLowerCase() ?? ANY)
}

/**
 * Grows with every write of this process to any table whose name begins otherwise: on MongoDB `staff` are `staffs`. One
 * that was rolled back may count too.
 */
export function writesBesides(tables: readonly string[]): number {
  let sum = 0
  for (const [table, count] of counts) if (!tables.some((name) => table.startsWith(name))) sum += count
  return sum
}

const WRITING = new Set(['insert', 'update', 'delete', 'findAndModify', 'findandmodify', 'bulkWrite'])

/** A command's words on its transaction. */
interface Transacted {
  lsid?: { id: { toString(encoding: 'hex'): string } }
  startTransaction?: true
  autocommit?: false
}

/** MongoDB: by what the driver itself sends and gets back. The writes of a transaction count when it ends. */
export function noteCommandsOf(client: MongoClient): void {
  const waiting = new Map<number, string[]>()
  const inTransaction = new Map<string, Set<string>>()
  client.on('commandStarted', ({ commandName, requestId, command }) => {
    const { lsid, startTransaction, autocommit } = command as Transacted
    const session = String(lsid?.id.toString('hex'))
    if (startTransaction) inTransaction.delete(session)
    // A commit whose answer was lost is sent again: the tables stay until the session's next transaction.
    if (commandName === 'commitTransaction') waiting.set(requestId, [...(inTransaction.get(session) ?? [])])
    if (!WRITING.has(commandName)) return
    const target: unknown = command[commandName]
    const table = typeof target === 'string' ? tableOf(target) : ANY
    if (autocommit === false) inTransaction.set(session, (inTransaction.get(session) ?? new Set()).add(table))
    else waiting.set(requestId, [table])
  })
  const ended = ({ requestId }: { requestId: number }): void => {
    for (const table of waiting.get(requestId) ?? []) noteWrite(table)
    waiting.delete(requestId)
  }
  // A command whose answer was lost may have been carried out.
  client.on('commandSucceeded', ended).on('commandFailed', ended)
}

const tableOf = (collection: string): string => /^[a-z]+/i.exec(collection)?.[0].toLowerCase() ?? ANY
