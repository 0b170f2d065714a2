/** A message that an organiser wrote, as its reader finds it on the own pages. */
export interface MyBroadcast {
  /** The sign-up that it is about. */
  registration: string
  text: string
  sentAt: string
}
