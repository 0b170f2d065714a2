import { call, type Answer } from '../call.ts'

/** `startsAt` as an input of the kind datetime-local has it, by the county's clock. */
export function createFromTemplate(
  template: string,
  { startsAt, ...rest }: { startsAt: string; title: string; publish: boolean },
): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/templates/${template}/activities`, { ...rest, startsAt: `${startsAt}:00+08:00` })
}

export function saveTemplate(activity: string, name: string): Promise<Answer<{ id: string }>> {
  return call('POST', `/api/activities/${activity}/templates`, { name })
}
