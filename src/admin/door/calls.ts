import type { DoorLinkView } from '../../domain/attendance/doorLinks.ts'
import { call, type Answer } from '../call.ts'

export interface MadeDoorLink extends DoorLinkView {
  address: string
  /** A QR code, as a data URL. */
  picture: string
}

export const listDoorLinks = (activity: string): Promise<Answer<{ links: DoorLinkView[] }>> =>
  call('GET', `/api/activities/${activity}/door-links`)

export const makeDoorLink = (activity: string, label: string): Promise<Answer<MadeDoorLink>> =>
  call('POST', `/api/activities/${activity}/door-links`, { label })

export const revokeDoorLink = (id: string): Promise<Answer<DoorLinkView>> =>
  call('POST', `/api/door-links/${id}/revocation`)
