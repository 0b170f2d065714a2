import './styles/staff.css'
import { hydrateRoot } from 'react-dom/client'
import { Device } from './features/checkIn/door/device.ts'
import { Door } from './features/checkIn/door/Door.tsx'
import { HelperDoor } from './features/checkIn/door/HelperDoor.tsx'
import { logOutConfirm } from './features/checkIn/door/texts.ts'
import type { DoorProps } from './features/checkIn/door/useDoor.ts'
import { RotatingCode, type RotatingCodeProps } from './features/checkIn/RotatingCode.tsx'

const islandNamed = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-island="${name}"]`)
const propsOf = <T,>(place: HTMLElement): T => JSON.parse(place.dataset.props ?? '{}') as T

const door = islandNamed('door')
if (door) hydrateRoot(door, <Door {...propsOf<DoorProps>(door)} />)
const helperDoor = islandNamed('helper-door')
if (helperDoor) hydrateRoot(helperDoor, <HelperDoor />)
const code = islandNamed('rotating-code')
if (code) hydrateRoot(code, <RotatingCode {...propsOf<RotatingCodeProps>(code)} />)

// Pages under /staff/ open without a network; no other page is touched.
void navigator.serviceWorker?.register('/staff/service-worker.js', { scope: '/staff/' })
void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage('here'))

// Logging out leaves nothing on the device but scans that the server does not know yet. Before the plain form's own
// listener, which would mark it as sent.
document.addEventListener(
  'submit',
  (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || new URL(form.action).pathname !== '/logout') return
    event.preventDefault()
    void wipeAndLogOut(form)
  },
  { capture: true },
)

async function wipeAndLogOut(form: HTMLFormElement): Promise<void> {
  const device = await Device.open(Date.now()).catch(() => null)
  const waiting = (await device?.pending())?.length ?? 0
  if (waiting > 0 && !window.confirm(logOutConfirm(waiting))) return
  await device?.wipe(() => true)
  form.submit()
}
