import './styles/site.css'

// React comes only to pages that have something to bring to life; reading needs none of it.
if (document.querySelector('[data-island="sign-up"]')) void import('./islands/hydrate.tsx')

// Only where something may change by itself while the page stays open.
if (document.querySelector('[data-standing], [data-until], [data-undo]'))
  void import('./islands/followStanding.ts').then(({ followStandings }) => followStandings())

// Where a list is picked from in one go, on touch screens, filters apply at once; with a keyboard each arrow would.
if (window.matchMedia('(pointer: coarse)').matches) {
  document.querySelector<HTMLFormElement>('form[data-auto]')?.addEventListener('change', (event) => {
    const field = event.target
    if (field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === 'checkbox'))
      field.form?.requestSubmit()
  })
}

// Pressing a plain form's button twice sends it once.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement) || event.target.method !== 'post') return
  event.submitter?.setAttribute('aria-busy', 'true')
  if (event.target.dataset.sent) event.preventDefault()
  event.target.dataset.sent = 'yes'
})
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})
