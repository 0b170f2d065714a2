import { MinimalTemplate } from '@payloadcms/next/templates'
import { InvitationForm } from './InvitationForm.tsx'
import { Outside } from './Outside.tsx'

/** Where the link of an invitation leads. */
export const InvitationView = () => (
  <MinimalTemplate>
    <Outside>
      <InvitationForm />
    </Outside>
  </MinimalTemplate>
)
