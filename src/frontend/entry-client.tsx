import './styles/site.css'
import { hydrateRoot } from 'react-dom/client'
import { SignUpForm, type SignUpFormProps } from './islands/SignUpForm.tsx'

for (const place of document.querySelectorAll<HTMLElement>('[data-island="sign-up"]')) {
  hydrateRoot(place, <SignUpForm {...(JSON.parse(place.dataset.props ?? '{}') as SignUpFormProps)} />)
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
