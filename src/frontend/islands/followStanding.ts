import type { MyRegistration } from '../../domain/seats/views.ts'

const POLL_MS = 4000

/**
 * Keeps a page true while it stays open: how long an offer still stands, or a cancellation can be taken back, counted
 * down; and a sign-up that moves up, is
 * offered a seat or approved is shown at once. Asks only while somebody looks.
 */
export function followStandings(): void {
  const offers = document.querySelectorAll<HTMLElement>('[data-until]')
  if (offers.length > 0) {
    const count = (): void =>
      offers.forEach((offer) => (offer.textContent = remaining(Date.parse(offer.dataset.until ?? '') - Date.now())))
    count()
    setInterval(count, 1000)
  }
  document.querySelectorAll<HTMLElement>('[data-undo]').forEach(followUndo)
  const shown = [...document.querySelectorAll<HTMLElement>('[data-standing]')].map(
    ({ dataset }) => dataset.standing ?? '',
  )
  if (shown.length > 0) setInterval(() => void reloadIfChanged(shown), POLL_MS)
}

async function reloadIfChanged(shown: string[]): Promise<void> {
  if (document.hidden || document.activeElement instanceof HTMLInputElement) return
  const answer = await fetch('/api/me/registrations').catch(() => null)
  if (!answer?.ok) return
  const mine = (await answer.json()) as MyRegistration[]
  const now = new Set(mine.map(({ id, status, position }) => `${id} ${status} ${position ?? ''}`))
  if (shown.some((standing) => !now.has(standing))) location.reload()
}

/** Counts down, second by second; what can be taken back no more offers no button, and says how else to come. */
export function followUndo(notice: HTMLElement): void {
  const ends = performance.now() + Number(notice.dataset.undo)
  const count = (): void => {
    const left = Math.ceil((ends - performance.now()) / 1000)
    const words = notice.querySelector('[data-undo-left]')
    if (words && left > 0) words.textContent = `（还有 ${left} 秒）`
    if (left > 0) return
    clearInterval(timer)
    const hadFocus = notice.contains(document.activeElement)
    notice.querySelectorAll('form, [role="status"]').forEach((part) => part.remove())
    const over = notice.querySelector<HTMLElement>('[data-undo-over]')
    if (over) over.hidden = false
    if (hadFocus) over?.querySelector('a')?.focus()
  }
  const timer = setInterval(count, 1000)
  count()
}

/** In words; nothing once it is over. */
export function remaining(ms: number): string {
  if (ms <= 0) return '（已过期）'
  const [minutes, seconds] = [Math.floor(ms / 60_000), Math.floor((ms % 60_000) / 1000)]
  return minutes > 0 ? `（还剩 ${minutes} 分 ${seconds} 秒）` : `（还剩 ${seconds} 秒）`
}
