import type { HelperView } from '../../../../domain/attendance/doorLinks.ts'
import { giveUp, isOfLink, isUnsent, queueOf, synchronise } from '../../../../domain/attendance/scanQueue.ts'
import { Device } from './device.ts'
import { DoorClosed, helperServer } from './server.ts'
import { TEXT } from './texts.ts'

/**
 * Which door this browser opened by a link, and what an earlier link left on it. These are kept in the clear: the
 * activity's public facts, the helper's label and the name of whoever made the link.
 */
const KEY = 'xianfeng-door'

/** After the link's time its troubles are kept for a day, and so is what it was. */
const KEPT_MS = 86_400_000

/** Also of a link that has ended: what it could not send any more is still to be told. */
export function rememberedDoor(): HelperView | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as HelperView | null
  } catch {
    return null
  }
}

/** Where the browser keeps nothing, the page works until it is closed. */
export function rememberDoor(helper: HelperView): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(helper))
  } catch {
    return
  }
}

export function forgetDoor(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    return
  }
}

/** Forgets a door a day after its link's time, when nothing of it is left to be sent or told. */
export async function forgetOldDoor(): Promise<void> {
  const helper = rememberedDoor()
  if (!helper || Date.now() < Date.parse(helper.until) + KEPT_MS) return
  const device = await openDevice()
  const waiting = (await device?.pending())?.filter((entry) => isOfLink(helper.id, entry)) ?? []
  const told = (await device?.troubles())?.filter((one) => isUnsent(one) || isOfLink(helper.id, one.entry)) ?? []
  if (waiting.length + told.length === 0) forgetDoor()
}

/**
 * Sends what a link noted: once another is opened in this browser, nobody can. Scans that the server takes no more are
 * kept to be told.
 *
 * @throws as the calls of a door, where some of it has to wait
 */
export async function sendRest({ id }: HelperView): Promise<void> {
  const device = await openDevice()
  if (!device) return
  const queue = queueOf((entry) => isOfLink(id, entry), device)
  try {
    await synchronise(queue, helperServer.sendEntries)
  } catch (error) {
    if (!(error instanceof DoorClosed)) throw error
    await giveUp(queue, TEXT.helper.unsent)
  }
}

/** Nothing of a link is sent any more, and its list is needed no more. */
export async function leaveBehind({ id, activity }: HelperView): Promise<void> {
  const device = await openDevice()
  if (!device) return
  await giveUp(
    queueOf((entry) => isOfLink(id, entry), device),
    TEXT.helper.unsent,
  )
  await device.wipeList(activity.id)
}

/** Where there is no store, nothing was noted. */
const openDevice = (): Promise<Device | null> => Device.open(Date.now()).catch(() => null)
