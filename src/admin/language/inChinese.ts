import { LIST_TEXTS } from '../lists/texts.ts'
import { LANGUAGE_TEXTS } from './texts.ts'

/** Buttons that are a picture alone, and inputs that stand for themselves. */
const NAMES = [
  ['.popup-button', LANGUAGE_TEXTS.more],
  ['.collapsible__drag', LANGUAGE_TEXTS.sortable],
  ['.clickable-arrow--left', LANGUAGE_TEXTS.previousPage],
  ['.clickable-arrow--right', LANGUAGE_TEXTS.nextPage],
  ['.condition__actions-remove', LANGUAGE_TEXTS.removeCondition],
  ['.condition__actions-add', LANGUAGE_TEXTS.addCondition],
  ['.condition__field .rs__input', LANGUAGE_TEXTS.filterBy],
  ['.condition__operator .rs__input', LANGUAGE_TEXTS.compare],
  ['.condition__value .rs__input', LIST_TEXTS.value],
] as const

/** The words that Payload puts before the reason. */
const FAILED = /^(Refreshing token|Refreshing permissions|Fetching user) failed: /

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
    if (!box.ariaLabel && !box.getAttribute('aria-label') && (box.labels?.length ?? 0) === 0)
      box.setAttribute('aria-label', name ? LANGUAGE_TEXTS.select(name) : LANGUAGE_TEXTS.selectOne)
  }
  for (const part of page.querySelectorAll('[aria-label^="Notifications"]'))
    part.setAttribute('aria-label', LANGUAGE_TEXTS.notifications)
  for (const button of page.querySelectorAll('[aria-label="Close toast"]'))
    button.setAttribute('aria-label', LANGUAGE_TEXTS.close)
  for (const button of page.querySelectorAll('[aria-label^="Edit "]'))
    button.setAttribute(
      'aria-label',
      LANGUAGE_TEXTS.edit(button.getAttribute('aria-label')?.slice('Edit '.length) ?? ''),
    )
  for (const [where, name] of NAMES)
    for (const one of page.querySelectorAll(`${where}:not([aria-label])`))
      if (!one.textContent?.trim()) one.setAttribute('aria-label', name)
  for (const input of page.querySelectorAll('.rs__input:not([aria-label])')) {
    const label = input.closest('.field-type')?.querySelector('.field-label')?.firstChild?.textContent
    if (label) input.setAttribute('aria-label', label)
  }
  // Hidden from who reads by ear, and so no stop for the keyboard either.
  for (const hidden of page.querySelectorAll(
    '[aria-hidden=true][tabindex="0"], button[aria-hidden=true]:not([tabindex="-1"])',
  ))
    hidden.setAttribute('tabindex', '-1')
  for (const part of page.querySelectorAll('[aria-roledescription=sortable]'))
    part.setAttribute('aria-roledescription', LANGUAGE_TEXTS.sortable)
  // Named by Payload after its own parts.
  for (const dialog of page.querySelectorAll(':is(dialog, [role=dialog])[aria-label]')) {
    const heading = dialog.querySelector('h1, h2, h3')?.textContent?.trim()
    if (heading && dialog.getAttribute('aria-label') !== heading) dialog.setAttribute('aria-label', heading)
  }
  // A list of choices tells people who read by ear how many there are; how to choose, they know.
  for (const told of page.querySelectorAll('[role=log] > [id^=aria-]')) {
    const text = told.firstChild
    const count = /(\d+) results? available/.exec(text?.nodeValue ?? '')?.[1]
    if (text && /[a-z]{3}/i.test(text.nodeValue ?? ''))
      text.nodeValue = count === undefined || told.id !== 'aria-results' ? '' : LANGUAGE_TEXTS.results(count)
  }
  // A list without items, and a button with a button in it.
  for (const tabs of page.querySelectorAll('.doc-tabs__tabs:not([role])')) tabs.setAttribute('role', 'presentation')
  for (const value of page.querySelectorAll('.multi-value[role=button]')) {
    value.setAttribute('role', 'group')
    value.removeAttribute('aria-roledescription')
  }
  for (const empty of page.querySelectorAll('.collection-list__tables > div, .collection-list__wrap > div'))
    if (empty.childElementCount === 0 && empty.textContent === 'No columns selected')
      empty.textContent = LANGUAGE_TEXTS.noColumns
  for (const told of page.querySelectorAll('[data-sonner-toast] *'))
    if (told.childElementCount === 0 && FAILED.test(told.textContent ?? ''))
      told.textContent = (told.textContent ?? '').replace(FAILED, '')
  // The hint for dragging, which only screen readers are given.
  for (const hint of page.querySelectorAll('div[id][style*="display: none"]'))
    if (/^\s*To pick up/.test(hint.textContent ?? '')) hint.textContent = LANGUAGE_TEXTS.drag
  for (const told of page.querySelectorAll('[id^="DndLiveRegion"]'))
    if (/^[ -~\s]+$/.test(told.textContent ?? '')) told.textContent = ''
  for (const fact of page.querySelectorAll<HTMLElement>('.document-locked__content strong:not([data-said])')) {
    fact.dataset.said = ''
    const said = fact.textContent ?? ''
    if (said.includes('@')) {
      fact.textContent = LANGUAGE_TEXTS.colleague
      void nameOf(said).then((name) => (fact.textContent = name ?? LANGUAGE_TEXTS.colleague))
    } else if (!Number.isNaN(Date.parse(said))) fact.textContent = timeOf(new Date(said))
  }
}
