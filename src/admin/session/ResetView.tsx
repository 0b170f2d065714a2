import { MinimalTemplate } from '@payloadcms/next/templates'
import { Outside } from './Outside.tsx'
import { ResetForm } from './ResetForm.tsx'

/** Where the link for a new password leads. */
export const ResetView = () => (
  <MinimalTemplate>
    <Outside>
      <ResetForm />
    </Outside>
  </MinimalTemplate>
)
