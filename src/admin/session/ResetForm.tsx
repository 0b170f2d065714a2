'use client'
import { resetPassword } from './calls.ts'
import { tokenInAddress } from './InvitationForm.tsx'
import { NewPassword } from './NewPassword.tsx'
import { NEW_PASSWORD_TEXTS } from './texts.ts'

export const ResetForm = () => (
  <NewPassword
    title={NEW_PASSWORD_TEXTS.reset}
    intro={NEW_PASSWORD_TEXTS.resetHint}
    save={(password, code) => resetPassword(tokenInAddress(), password, code)}
  />
)
