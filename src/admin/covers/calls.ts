import type { Cover } from '../../domain/activities/covers.ts'
import { call, callPayload, type Answer } from '../call.ts'

export function readCover(activity: string): Promise<Answer<{ cover?: unknown }>> {
  return callPayload('GET', `/api/activities/${activity}?depth=0&select[cover]=true`)
}

/** `file` in Base64. */
export function setCover(activity: string, body: { file: string; alt: string }): Promise<Answer<Cover>> {
  return call('POST', `/api/activities/${activity}/cover`, body)
}

export function takeCoverAway(activity: string): Promise<Answer<object>> {
  return call('DELETE', `/api/activities/${activity}/cover`)
}
