import './withoutEval.ts'
import { hydrateRoot } from 'react-dom/client'
import { SignUpForm, type SignUpFormProps } from './SignUpForm.tsx'

for (const place of document.querySelectorAll<HTMLElement>('[data-island="sign-up"]')) {
  hydrateRoot(place, <SignUpForm {...(JSON.parse(place.dataset.props ?? '{}') as SignUpFormProps)} />)
}
