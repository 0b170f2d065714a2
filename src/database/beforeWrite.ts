import {
  NotFound,
  type BaseDatabaseAdapter,
  type DatabaseAdapterObj,
  type PayloadRequest,
  type TypeWithID,
} from 'payload'
import { isTransientConflict } from './runInTransaction.ts'

type Work = () => Promise<void>

const keyOf = (collection: string, id: unknown): string => `${collection}:${String(id)}`
const waiting = ({ context }: PayloadRequest): Map<string, Work> =>
  (context.beforeWrite ??= new Map<string, Work>()) as Map<string, Work>

/**
 * Runs at the last moment before the record's next update is written, when all else of it has been checked; what it
 * throws refuses the update.
 */
export function beforeWrite(req: PayloadRequest, collection: string, id: unknown, work: Work): void {
  waiting(req).set(keyOf(collection, id), work)
}

/**
 * Payload's log-in, log-out and reset of a password write the whole account as they read it long before, and would undo
 * what was changed meanwhile, be it the password. So each may write what it is about, and no more.
 */
const OF_SESSIONS = new Set(['sessions'])
const OF_RESET = new Set([
  'sessions',
  'hash',
  'salt',
  'resetPasswordToken',
  'resetPasswordExpiration',
  'resetPasswordRequestedAt',
  'updatedAt',
])

const edits = ({ context }: PayloadRequest): Set<string> =>
  (context.editsOfAccounts ??= new Set<string>()) as Set<string>

/** An edit of an account by hand: it may write all fields. */
export function noteEdit(req: PayloadRequest, collection: string, id: unknown): void {
  edits(req).add(keyOf(collection, id))
}

export function withWorkBeforeWrites<T extends BaseDatabaseAdapter>(
  adapter: DatabaseAdapterObj<T>,
): DatabaseAdapterObj<T> {
  return {
    ...adapter,
    init: (args) => {
      const db = adapter.init(args)
      const { updateOne } = db
      const write: typeof updateOne = async function (this: typeof db, update) {
        if (update.id === undefined || update.returning === false) return updateOne.call(this, update)
        const gone = async () =>
          !(await this.findOne({
            collection: update.collection,
            where: { id: { equals: update.id } },
            req: update.req,
          }))
        // Deleted since it was read: Payload would go on with nothing and answer 500.
        const written = await updateOne.call(this, update).catch(async (error: unknown) => {
          throw !isTransientConflict(error) && (await gone()) ? new NotFound() : error
        })
        if (!written) throw new NotFound()
        return written
      }
      db.updateOne = async function (update) {
        const key = keyOf(update.collection, update.id)
        const req = update.req as PayloadRequest | undefined
        const work = req && update.id !== undefined ? waiting(req).get(key) : undefined
        if (req && work) {
          waiting(req).delete(key)
          await work()
        }
        const { auth } = this.payload.collections[update.collection].config
        if (!auth || auth.disableLocalStrategy || update.id === undefined) return write.call(this, update)
        if (req && edits(req).delete(key)) return write.call(this, update)
        // A log-in or log-out leaves the date of the account as it is.
        const allowed = update.data.updatedAt === null ? OF_SESSIONS : OF_RESET
        const data = Object.fromEntries(Object.entries(update.data).filter(([name]) => allowed.has(name)))
        const { sessions, ...own } = data
        // Sessions have rows of their own on SQLite, which the adapter writes alone or with the whole record.
        if (Object.keys(own).length > 0 || sessions === undefined) await updateOne.call(this, { ...update, data: own })
        const kept = update.data.updatedAt === null && { updatedAt: null }
        if (sessions !== undefined) await updateOne.call(this, { ...update, data: { sessions, ...kept } })
        return this.findOne<TypeWithID>({
          collection: update.collection,
          where: { id: { equals: update.id } },
          req: update.req,
        })
      }
      return db
    },
  }
}
