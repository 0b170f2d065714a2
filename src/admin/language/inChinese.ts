import { MESSAGES } from '../messages.ts'

const TEXT = MESSAGES.language

interface Means {
  /** Of a member of staff, where the asker may read it. */
  nameOf: (email: string) => Promise<string | null>
  timeOf: (at: Date) => string
}

/** Attributes and texts of a page that are English still. Nothing is changed twice, and nothing that somebody typed. */
export function inChinese(page: ParentNode, { nameOf, timeOf }: Means): void {
  for (const box of page.querySelectorAll<HTMLInputElement>('.checkbox-input input[type=checkbox]')) {
    // The name of the field, or of the program's own.
    if (box.title) box.removeAttribute('title')
    const name = box.closest('tr')?.querySelector('td a, td:nth-child(2)')?.textContent?.trim()
    if (!box.ariaLabel && !box.getAttribute('aria-label') && (box.labels?.length ?? 0) === 0) box.setAttribute('aria-label', name ? TEXT.select(name) : TEXT.selectOne)
  }
  for (const part of page.querySelectorAll('[aria-label^="Notifications"]')) part.setAttribute('aria-label', TEXT.notifications)
  for (const button of page.querySelectorAll('[aria-label="Close toast"]')) button.setAttribute('aria-label', TEXT.close)
  for (const button of page.querySelectorAll('[aria-label^="Edit "]')) button.setAttribute('aria-label', TEXT.edit(button.getAttribute('aria-label')?.slice('Edit '.length) ?? ''))
  // The hint for dragging, which only screen readers are given.
  for (const hint of page.querySelectorAll('div[id][style*="display: none"]')) if (/^\s*To pick up/.test(hint.textContent ?? '')) hint.textContent = TEXT.drag
  for (const told of page.querySelectorAll('[id^="DndLiveRegion"]')) if (/^[ -~\s]+$/.test(told.textContent ?? '')) told.textContent = ''
  for (const fact of page.querySelectorAll<HTMLElement>('.document-locked__content strong:not([data-said])')) {
    fact.dataset.said = ''
    const said = fact.textContent ?? ''
    if (said.includes('@')) {
      fact.textContent = TEXT.colleague
      void nameOf(said).then((name) => (fact.textContent = name ?? TEXT.colleague))
    } else if (!Number.isNaN(Date.parse(said))) fact.textContent = timeOf(new Date(said))
  }
}
