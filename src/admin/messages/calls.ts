import type { BroadcastRequest } from '../../domain/messages/requests.ts'
import type { BroadcastPreview } from '../../operations/messages/previewBroadcast.ts'
import type { SentBroadcast } from '../../operations/messages/sendBroadcast.ts'
import { call, type Answer } from '../call.ts'

export function previewBroadcast(activity: string, message: BroadcastRequest): Promise<Answer<BroadcastPreview>> {
  return call('POST', `/api/activities/${activity}/broadcast-previews`, message)
}

/** Sent again, as after an answer that was lost, it reaches nobody twice: the server knows it by its words. */
export function sendBroadcast(
  activity: string,
  message: BroadcastRequest,
): Promise<Answer<Omit<SentBroadcast, 'isNew'>>> {
  return call('POST', `/api/activities/${activity}/broadcasts`, message)
}
