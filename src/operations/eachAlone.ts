import type { PayloadRequest } from 'payload'

/** One that cannot be done keeps nobody else waiting: it is logged, and tried again by the next run. */
export async function eachAlone<T>(req: PayloadRequest, items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
  for (const item of items) {
    try {
      await work(item)
    } catch (error) {
      req.payload.logger.error({ err: error, item: typeof item === 'string' ? item : (item as { id?: unknown }).id }, 'one row could not be dealt with, is tried again')
    }
  }
}
