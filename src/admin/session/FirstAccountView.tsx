import { FirstAccountForm } from './FirstAccountForm.tsx'
import { Outside } from './Outside.tsx'

/** In place of Payload's own form for the first user: without the link that the server printed, nobody makes one. */
export const FirstAccountView = () => (
  <Outside>
    <FirstAccountForm />
  </Outside>
)
